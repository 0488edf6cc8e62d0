import * as tf from '@tensorflow/tfjs';
import type { ConvolutionWindow } from './convolve.js';

/**
 * The gradient of a convolution by its input, itself one convolution of stride 1.
 *
 * The gradient at the padded pixel `stride q + r` (per axis, 0 <= r < stride) is
 * `sum_b outputGradient[q - b] filter[r + stride b]`: each remainder r has a small filter of its own. So one convolution
 * gives stride^2 C channels, (r, r', c), and these are then laid out as pixels. Nothing is multiplied by the zeros
 * that a dilated `outputGradient` would hold.
 *
 * @param outputGradient [N, H', W', F]
 * @param filter [k, k, C, F]
 * @param inputShape [N, H, W, C], also the shape of the result
 */
export function convolutionInputGradient(
  outputGradient: tf.Tensor4D,
  filter: tf.Tensor4D,
  { stride, padding }: ConvolutionWindow,
  inputShape: [number, number, number, number],
): tf.Tensor4D {
  return tf.tidy(() => {
    const [samples, height, width, channels] = inputShape;
    const filters = splitByRemainder(filter, stride);
    const taps = filters.shape[0];
    const sides = [1, 2].map((axis): [number, number] => {
      const positions = Math.floor((inputShape[axis] - 1 + padding) / stride) + 1;
      return [taps - 1, positions - outputGradient.shape[axis]];
    });
    const blocks = tf.conv2d(outputGradient, filters, 1, [[0, 0], sides[0], sides[1], [0, 0]]);
    const padded = layOutBlocks(blocks, stride, channels);
    return tf.slice4d(padded, [0, padding, padding, 0], [samples, height, width, channels]);
  });
}

/** [k, k, C, F] -> [taps, taps, F, stride^2 C], taps = ceil(k / stride), flipped: tap t holds b = taps - 1 - t. */
function splitByRemainder(filter: tf.Tensor4D, stride: number): tf.Tensor4D {
  const [size, , channels, filters] = filter.shape;
  const taps = Math.ceil(size / stride);
  const end: [number, number] = [0, taps * stride - size];
  const padded = tf.pad4d(filter, [end, end, [0, 0], [0, 0]]);
  const flipped = tf.reverse(tf.reshape(padded, [taps, stride, taps, stride * channels * filters]), [0, 2]);
  const split = tf.reshape(flipped, [taps, stride, taps, stride, channels, filters]);
  return tf.reshape(tf.transpose(split, [0, 2, 5, 1, 3, 4]), [taps, taps, filters, stride * stride * channels]);
}

/** [N, Q, Q', (r, r', c)] -> [N, stride Q, stride Q', C] */
function layOutBlocks(blocks: tf.Tensor4D, stride: number, channels: number): tf.Tensor4D {
  if (stride === 1) return blocks;
  const [samples, rows, columns] = blocks.shape;
  const split = tf.reshape(blocks, [samples * rows, columns, stride, stride * channels]);
  return tf.reshape(tf.transpose(split, [0, 2, 1, 3]), [samples, rows * stride, columns * stride, channels]);
}
