import * as tf from '@tensorflow/tfjs';
import { cosineHeadArrays } from '../heads/cosine-head-arrays.js';
import { INITIAL_COSINE_SCALE } from '../heads/cosine-logits.js';
import type { HeadArrays } from '../heads/head-arrays.js';
import { scoresByClass } from '../heads/linear-logits.js';
import { unitParts } from '../heads/unit-parts.js';
import { createRandom } from '../random/create-random.js';

// K classes, D features.

/** Which head is trained. */
export type HeadKind = 'linear' | 'cosine';

export interface HeadSizes {
  readonly classes: number;
  readonly featureSize: number;
}

/** A head as an optimiser sees it: one vector of numbers, its tensors one after the other. */
export interface TrainableHead extends HeadSizes {
  /** Shapes of its tensors. */
  readonly shapes: readonly (readonly number[])[];
  /** The vector before training. */
  start(seed: number): Float64Array;
  /** Float32 logits [N, K] of frozen features [N, D]; differentiable by its tensors. */
  logits(features: tf.Tensor2D, tensors: readonly tf.Tensor[]): tf.Tensor;
  /** The head that a vector stands for. */
  arrays(parameters: Float64Array): HeadArrays;
}

/** `w_j . x + b_j`; the vector is [weight K D | bias K]. */
export function trainableLinearHead({ classes, featureSize }: HeadSizes): TrainableHead {
  const size = classes * featureSize;
  return {
    classes,
    featureSize,
    shapes: [[classes, featureSize], [classes]],
    start: (seed) => uniformStart(size + classes, featureSize, seed),
    logits: (features, [weight, bias]) => tf.add(scoresByClass(features, weight as tf.Tensor2D), bias),
    arrays: (parameters) => ({
      classes,
      featureSize,
      weight: new Float32Array(parameters.subarray(0, size)),
      bias: new Float32Array(parameters.subarray(size)),
      unitParts: null,
    }),
  };
}

/** `s (w_j . x) / (|w_j| |x|)`; the vector is [weight K D | s]. */
export function trainableCosineHead({ classes, featureSize }: HeadSizes): TrainableHead {
  const size = classes * featureSize;
  return {
    classes,
    featureSize,
    shapes: [[classes, featureSize], []],
    start(seed) {
      const vector = uniformStart(size + 1, featureSize, seed);
      vector[size] = INITIAL_COSINE_SCALE;
      return vector;
    },
    logits: (features, [weight, scale]) =>
      tf.mul(scoresByClass(unitParts(features), unitParts(weight as tf.Tensor2D)), scale),
    arrays: (parameters) =>
      cosineHeadArrays({ classes, featureSize, weight: parameters.subarray(0, size), scale: parameters[size] }),
  };
}

export function trainableHead(kind: HeadKind, sizes: HeadSizes): TrainableHead {
  return kind === 'linear' ? trainableLinearHead(sizes) : trainableCosineHead(sizes);
}

/** How PyTorch starts a linear layer: uniform in +-1 / sqrt(D), weights and bias alike. */
export function uniformStart(length: number, featureSize: number, seed: number): Float64Array {
  const random = createRandom(seed, START_STREAM);
  const bound = 1 / Math.sqrt(featureSize);
  return Float64Array.from({ length }, () => bound * (2 * random.nextFloat() - 1));
}

/** Keeps the start apart from the order of the rows, which is drawn from (seed, epoch). */
const START_STREAM = -1;
