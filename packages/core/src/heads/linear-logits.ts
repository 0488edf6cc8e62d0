import * as tf from '@tensorflow/tfjs';

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
 * @throws RangeError if the last dimension of the features is not D
 * @example
 * import * as tf from '@tensorflow/tfjs';
 * import { linearLogits } from '@disalign/core';
 * linearLogits(tf.tensor2d([[1, 2]]), { weight: tf.tensor2d([[1, 0], [0, 1], [1, 1]]), bias: null }).print(); // [[1, 2, 3]]
 */
export function linearLogits(features: tf.Tensor, head: LinearHeadTensors): tf.Tensor {
  return tf.tidy(() => {
    const scores = scoresByClass(features, head.weight, 'linearLogits');
    return head.bias ? tf.add(scores, head.bias) : scores;
  });
}

/** `x . w_j` for every class j, with the leading dimensions of the features. */
export function scoresByClass(features: tf.Tensor, weight: tf.Tensor2D, caller: string): tf.Tensor {
  const [classes, featureSize] = weight.shape;
  if (features.shape.at(-1) !== featureSize) {
    throw new RangeError(`${caller}: \`features\` must be [..., ${featureSize}], got [${features.shape}]`);
  }
  const rows = tf.reshape(features, [-1, featureSize]) as tf.Tensor2D;
  return tf.reshape(tf.matMul(rows, weight, false, true), [...features.shape.slice(0, -1), classes]);
}
