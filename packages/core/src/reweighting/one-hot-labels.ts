import * as tf from '@tensorflow/tfjs';

/**
 * Whether a class is the row's label: bool [..., K] of int32 labels [...]; all false for a label outside [0, K).
 * Not `tf.oneHot`: it refuses a single class, and on wasm it writes int32 past the end of any smaller dtype.
 */
export function oneHotLabels(labels: tf.Tensor, classes: number): tf.Tensor {
  return tf.equal(tf.expandDims(labels, -1), tf.range(0, classes, 1, 'int32'));
}
