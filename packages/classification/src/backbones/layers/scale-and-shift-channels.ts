import * as tf from '@tensorflow/tfjs';

/**
 * `values[n, y, x, c] * scale[c] + shift[c]`, in one pass over the values on the wasm backend, where a depthwise
 * convolution of size 1 with a bias is a multiply-add by channel.
 *
 * @param values [N, H, W, C]
 * @param scale [C]
 * @param shift [C]
 */
export function scaleAndShiftChannels(values: tf.Tensor4D, scale: tf.Tensor1D, shift: tf.Tensor1D): tf.Tensor4D {
  return tf.tidy(() => {
    if (tf.getBackend() !== 'wasm') return tf.add(tf.mul(values, scale), shift);
    const filter = tf.reshape<tf.Rank.R4>(scale, [1, 1, scale.shape[0], 1]);
    return tf.fused.depthwiseConv2d({ x: values, filter, strides: 1, pad: 'valid', bias: shift });
  });
}
