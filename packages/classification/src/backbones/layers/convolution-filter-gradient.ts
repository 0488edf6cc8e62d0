import * as tf from '@tensorflow/tfjs';
import type { ConvolutionWindow } from './convolution-window.js';

/**
 * The gradient of a convolution by its filter, itself one convolution:
 * `gradient[i, j, c, f] = sum_{n, y, x} padded[n, stride y + i, stride x + j, c] outputGradient[n, y, x, f]`.
 *
 * With columns and channels as one axis, u = x C + c, the input is a single image [H, W C] whose N channels are the
 * samples; the output's gradient, dilated by `stride` rows and `stride C` columns, is the filter; and the result,
 * [k, k C] pixels of F channels, lies as the filter does.
 *
 * @param input [N, H, W, C]
 * @param outputGradient [N, H', W', F]
 * @param filterShape [k, k, C, F], also the shape of the result
 */
export function convolutionFilterGradient(
  input: tf.Tensor4D,
  outputGradient: tf.Tensor4D,
  { stride, padding }: ConvolutionWindow,
  filterShape: [number, number, number, number],
): tf.Tensor4D {
  return tf.tidy(() => {
    const [samples, height, width, channels] = input.shape;
    const [size, , , filters] = filterShape;
    const pixels = tf.transpose(tf.reshape(input, [samples, height * width * channels]));
    const image = tf.reshape<tf.Rank.R4>(pixels, [1, height, width * channels, samples]);
    const windows: tf.Tensor4D = tf.transpose(outputGradient, [1, 2, 0, 3]);
    const [rows, columns] = [1, 2].map((axis): [number, number] => {
      const reach = stride * (outputGradient.shape[axis] - 1) + size;
      return [padding, Math.max(0, reach - padding - input.shape[axis])];
    });
    const sides = columns.map((side) => side * channels) as [number, number];
    const dilation: [number, number] = [stride, stride * channels];
    const gradient = tf.conv2d(image, windows, 1, [[0, 0], rows, sides, [0, 0]], 'NHWC', dilation);
    // Rows and columns of the input that no window reached give results past the filter's edge.
    return tf.reshape(tf.slice4d(gradient, [0, 0, 0, 0], [1, size, size * channels, filters]), filterShape);
  });
}
