import * as tf from '@tensorflow/tfjs';

/**
 * 1 for the class that is the row's label: float32 [..., K] of int32 labels [...]; all 0 for a label outside [0, K).
 * `tf.oneHot` refuses a single class, and on wasm it writes int32 past the end of any smaller dtype; comparing takes wasm 200 times as long.
 */
export function oneHotLabels(labels: tf.Tensor, classes: number): tf.Tensor {
  const oneHot =
    classes === 1 ? tf.equal(tf.expandDims(labels, -1), tf.scalar(0, 'int32')) : tf.oneHot(labels, classes);
  return tf.cast(oneHot, 'float32');
}
