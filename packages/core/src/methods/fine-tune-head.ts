import type { FeatureSource } from '../features/feature-source.js';
import type { HeadArrays } from '../heads/head-arrays.js';
import type { LinearHeadArrays } from '../heads/linear-logits-on-host.js';
import { trainHead } from './train-head.js';
import { trainableLinearHead } from './trainable-head.js';

// K classes, D features.

/** How a head is fine-tuned. */
export interface FineTuneHeadOptions {
  /** [K] see `classWeights`. */
  readonly classWeights: ArrayLike<number>;
  /** Default 10. */
  readonly epochs?: number;
  /** Default 256. */
  readonly batchSize?: number;
  /** At the start of a cosine to 0. Default 0.01. */
  readonly learningRate?: number;
  /** Order of the batches. Default 0. */
  readonly seed?: number;
  /** Told after each step. */
  readonly onProgress?: (progress: { step: number; totalSteps: number; loss: number }) => void;
  readonly signal?: AbortSignal;
}

/**
 * Fine-tunes a linear head, and nothing else, on frozen features with the class-weighted loss: generalized re-weighting
 * alone (paper Eq. 9-11), the arm of the paper's Table 5 that has K D + K trained numbers instead of 2K + D + 1.
 * Stochastic gradient descent with momentum 0.9 on the backend that runs; starts from the head that is given.
 *
 * @returns a new head; the given one is left as it is
 * @throws RangeError if the head does not fit the source; FitDivergedError; the reason of `signal`
 * @example
 * import { classWeights, featuresInMemory, fineTuneHead, startBackend } from '@disalign/core';
 * await startBackend('cpu');
 * const source = featuresInMemory({ features: [[1], [2], [3]], logits: [[0, 3], [3, 0], [0, 3]], labels: [1, 0, 1] });
 * const head = { classes: 2, featureSize: 1, weight: Float32Array.of(0.5, -0.5), bias: new Float32Array(2) };
 * const tuned = await fineTuneHead(source, head, { classWeights: classWeights([10, 90], { rho: 1 }), epochs: 2 });
 */
export async function fineTuneHead(
  source: FeatureSource,
  head: LinearHeadArrays,
  options: FineTuneHeadOptions,
): Promise<HeadArrays> {
  const { classes, featureSize } = source;
  if (head.classes !== classes || head.featureSize !== featureSize) {
    throw new RangeError(
      `fineTuneHead: \`head\` must be [${classes}, ${featureSize}], as the source is, got [${head.classes}, ${head.featureSize}]`,
    );
  }
  const trainable = trainableLinearHead(source);
  const start = new Float64Array(classes * featureSize + classes);
  start.set(head.weight);
  if (head.bias) start.set(head.bias, classes * featureSize);
  const { classWeights, epochs = 10, batchSize = 256, learningRate = 0.01, seed = 0, onProgress, signal } = options;
  const parameters = await trainHead(
    source,
    { head: trainable, start, loss: { classWeights } },
    { epochs, batchSize, learningRate, weightDecay: 0, sampler: 'instance-balanced', seed, onStep: onProgress, signal },
  );
  return trainable.arrays(parameters);
}
