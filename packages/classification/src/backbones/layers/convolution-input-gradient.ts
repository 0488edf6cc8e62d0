import * as tf from '@tensorflow/tfjs';
import type { ConvolutionWindow } from './convolution-window.js';

/**
 * The gradient of a convolution by its input, itself one convolution of stride 1.
 *
 * Per axis, the gradient at pixel `stride q + r` (0 <= r < stride) sums `outputGradient[q - b] filter[stride b + r + padding]`
 * over b: each remainder r has a small filter of its own. So one convolution gives stride^2 C channels, (r, r', c),
 * which are then laid out as pixels. Nothing is multiplied by the zeros that a dilated `outputGradient` would hold.
 *
 * @param outputGradient [N, H', W', F]
 * @param filter [k, k, C, F]
 * @param inputShape [N, H, W, C], also the shape of the result
 */
export function convolutionInputGradient(
  outputGradient: tf.Tensor4D,
  filter: tf.Tensor4D,
  window: ConvolutionWindow,
  inputShape: [number, number, number, number],
): tf.Tensor4D {
  return tf.tidy(() => {
    const { stride, padding } = window;
    const filters = splitByRemainder(filter, window);
    // b runs from -first on.
    const first = Math.ceil(padding / stride);
    const [rows, columns] = [1, 2].map((axis): [number, number] => {
      const positions = Math.ceil(inputShape[axis] / stride);
      return [filters.shape[0] - 1 - first, positions + first - outputGradient.shape[axis]];
    });
    const blocks = tf.conv2d(outputGradient, filters, 1, [[0, 0], rows, columns, [0, 0]]);
    const gradient = layOutBlocks(blocks, stride);
    return tf.util.arraysEqual(gradient.shape, inputShape) ? gradient : tf.slice4d(gradient, [0, 0, 0, 0], inputShape);
  });
}

/** [k, k, C, F] -> [taps, taps, F, (r, r', c)]; tap t holds b = taps - 1 - first - t, and zero where the filter ends. */
function splitByRemainder(filter: tf.Tensor4D, { stride, padding }: ConvolutionWindow): tf.Tensor4D {
  const [size, , channels, filters] = filter.shape;
  const before = Math.ceil(padding / stride) * stride - padding;
  const taps = Math.ceil((before + size) / stride);
  const ends: [number, number] = [before, taps * stride - before - size];
  const padded = tf.pad4d(filter, [ends, ends, [0, 0], [0, 0]]);
  // In ranks up to four: the wasm backend is slow at transposing more axes.
  const byRow = tf.reshape(padded, [taps, stride, taps, stride * channels * filters]);
  const byTap = tf.reshape(tf.transpose(byRow, [0, 2, 1, 3]), [taps * taps, stride * stride * channels, filters]);
  // Split and joined, not reversed: `tf.reverse` goes element by element on the wasm backend.
  const flipped = tf.concat(tf.split(tf.transpose(byTap, [0, 2, 1]), taps * taps).reverse());
  return tf.reshape(flipped, [taps, taps, filters, -1]);
}

/** [N, Q, Q', (r, r', c)] -> [N, stride Q, stride Q', C] */
function layOutBlocks(blocks: tf.Tensor4D, stride: number): tf.Tensor4D {
  if (stride === 1) return blocks;
  const [samples, rows, columns, channels] = blocks.shape;
  const split = tf.reshape(blocks, [samples * rows, columns, stride, channels / stride]);
  return tf.reshape(tf.transpose(split, [0, 2, 1, 3]), [samples, rows * stride, columns * stride, -1]);
}
