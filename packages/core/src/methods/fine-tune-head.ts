import * as tf from '@tensorflow/tfjs';
import type { FeatureBatch, FeatureSource } from '../features/feature-source.js';
import type { Objective } from '../fitting/objective.js';
import type { OptimizerState } from '../fitting/optimizer.js';
import { gatheringStore } from '../fitting/gathering-store.js';
import { runSgd } from '../fitting/run-sgd.js';
import type { SgdSettings } from '../fitting/sgd-batches.js';
import { linearLogits } from '../heads/linear-logits.js';
import type { LinearHeadArrays } from '../heads/linear-logits-on-host.js';
import { alignmentLoss } from '../losses/alignment-loss.js';

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
 * @throws RangeError if the head does not fit the source; the reason of `signal`
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
): Promise<LinearHeadArrays> {
  const { classes, featureSize } = source;
  if (head.classes !== classes || head.featureSize !== featureSize) {
    throw new RangeError(
      `fineTuneHead: \`head\` must be [${classes}, ${featureSize}], as the source is, got [${head.classes}, ${head.featureSize}]`,
    );
  }
  const parameters = new Float64Array(classes * featureSize + classes);
  parameters.set(head.weight);
  if (head.bias) parameters.set(head.bias, classes * featureSize);
  const { classWeights, learningRate = 0.01, onProgress, signal } = options;
  const group = { start: 0, end: parameters.length, learningRate, weightDecay: 0, decayTarget: 0 };
  const store = gatheringStore(source, headObjective(classWeights, classes, featureSize));
  let state: OptimizerState = { step: 0, parameters, memory: {}, done: false };
  for await (const step of runSgd({ store, groups: [group] }, sgdSettings(options), state)) {
    state = step.state;
    onProgress?.({ step: state.step, totalSteps: step.totalSteps, loss: step.loss });
    signal?.throwIfAborted();
  }
  const size = classes * featureSize;
  return {
    classes,
    featureSize,
    weight: Float32Array.from(state.parameters.subarray(0, size)),
    bias: Float32Array.from(state.parameters.subarray(size)),
  };
}

function sgdSettings({ epochs = 10, batchSize = 256, seed = 0 }: FineTuneHeadOptions): SgdSettings {
  return { epochs, batchSize, seed, momentum: 0.9, schedule: { kind: 'cosine' }, sampler: 'instance-balanced' };
}

/** The weighted mean loss of a head as float32 tensors; the vector is [weight K D | bias K]. */
function headObjective(classWeights: ArrayLike<number>, classes: number, featureSize: number): Objective {
  const size = classes * featureSize;
  return {
    async evaluate(parameters, batch) {
      const outputs = tf.tidy(() => {
        const weight = tf.tensor2d(Float32Array.from(parameters.subarray(0, size)), [classes, featureSize]);
        const bias = tf.tensor1d(Float32Array.from(parameters.subarray(size)));
        const { value, grads } = tf.valueAndGrads(lossOf(batch, classWeights))([weight, bias]);
        return [value, ...grads];
      });
      const [loss, ...gradients] = await Promise.all(outputs.map((tensor) => tensor.data()));
      outputs.forEach((tensor) => tensor.dispose());
      const gradient = new Float64Array(parameters.length);
      gradient.set(gradients[0], 0);
      gradient.set(gradients[1], size);
      const count = batch.labels.filter((label) => label >= 0).length;
      return { loss: loss[0], divisor: 1, gradient, count, confidence: count };
    },
  };
}

function lossOf({ features, labels, rows }: FeatureBatch, classWeights: ArrayLike<number>) {
  const x = tf.tensor2d(features, [rows, features.length / rows]);
  const y = tf.tensor1d(labels, 'int32');
  return (weight: tf.Tensor, bias: tf.Tensor) =>
    alignmentLoss(linearLogits(x, { weight: weight as tf.Tensor2D, bias: bias as tf.Tensor1D }), y, { classWeights });
}
