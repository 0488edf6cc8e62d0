import * as tf from '@tensorflow/tfjs';
import { productOfRows } from '../kernels/run-product.js';

// K classes, D features; leading dimensions are free.

/** A linear classifier head in PyTorch's layout. */
export interface LinearHeadTensors {
  /** float32 [K, D] */
  readonly weight: tf.Tensor2D;
  /** float32 [K]; null: none. */
  readonly bias: tf.Tensor1D | null;
}

/**
 * Logits of a linear head: `z_j = w_j . x + b_j` (paper Eq. 2).
 *
 * @param features float32 [..., D]
 * @returns float32 [..., K]
 * @throws TypeError if the features are not float32; RangeError if their last dimension is not D, or the bias is not [K]
 * @example
 * import * as tf from '@tensorflow/tfjs';
 * import { linearLogits } from '@disalign/core';
 * linearLogits(tf.tensor2d([[1, 2]]), { weight: tf.tensor2d([[1, 0], [0, 1], [1, 1]]), bias: null }).print(); // [[1, 2, 3]]
 */
export function linearLogits(features: tf.Tensor, head: LinearHeadTensors): tf.Tensor {
  const [classes, featureSize] = head.weight.shape;
  checkFeatures('linearLogits', features, featureSize);
  // A bias of one number would be added to every class.
  if (head.bias && head.bias.size !== classes) {
    throw new RangeError(`linearLogits: \`head.bias\` must be [${classes}], got [${head.bias.shape}]`);
  }
  return tf.tidy(() => {
    const scores = scoresByClass(features, head.weight);
    return head.bias ? tf.add(scores, head.bias) : scores;
  });
}

/** `x . w_j` for every class j, with the leading dimensions of the features. */
export function scoresByClass(features: tf.Tensor, weight: tf.Tensor2D): tf.Tensor {
  const [classes, featureSize] = weight.shape;
  const rows = tf.reshape<tf.Rank.R2>(features, [-1, featureSize]);
  const scores = productOfRows(rows, weight);
  return tf.reshape(scores, [...features.shape.slice(0, -1), classes]);
}

/** @throws TypeError if the features are not float32; RangeError if their last dimension is not D */
export function checkFeatures(caller: string, features: tf.Tensor, featureSize: number): void {
  if (features.dtype !== 'float32') {
    throw new TypeError(`${caller}: \`features\` must be float32, got ${features.dtype}`);
  }
  if (features.shape.at(-1) !== featureSize) {
    throw new RangeError(`${caller}: \`features\` must be [..., ${featureSize}], got [${features.shape}]`);
  }
}
