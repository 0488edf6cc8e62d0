import * as tf from '@tensorflow/tfjs';
import type { ConvolutionWindow } from './convolve.js';

/**
 * The gradient of a convolution by its filter, itself one convolution:
 * `gradient[i, j, c, f] = sum_{n, y, x} padded[n, stride y + i, stride x + j, c] outputGradient[n, y, x, f]`
 * is the input with samples and channels exchanged, convolved by the output's gradient, dilated by the stride.
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
    const images: tf.Tensor4D = tf.transpose(input, [3, 1, 2, 0]);
    const filter: tf.Tensor4D = tf.transpose(outputGradient, [1, 2, 0, 3]);
    const sides = [1, 2].map((axis): [number, number] => {
      const reach = stride * (outputGradient.shape[axis] - 1) + filterShape[axis - 1];
      return [padding, Math.max(0, reach - padding - input.shape[axis])];
    });
    const result = tf.conv2d(images, filter, 1, [[0, 0], sides[0], sides[1], [0, 0]], 'NHWC', stride);
    // Rows and columns of the input that no window reached give results past the filter's edge.
    const [height, width, channels, filters] = filterShape;
    const gradient = tf.slice4d(result, [0, 0, 0, 0], [channels, height, width, filters]);
    return tf.transpose(gradient, [1, 2, 0, 3]);
  });
}
