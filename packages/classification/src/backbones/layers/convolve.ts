import * as tf from '@tensorflow/tfjs';
import { convolutionFilterGradient } from './convolution-filter-gradient.js';
import { convolutionInputGradient } from './convolution-input-gradient.js';
import type { ConvolutionWindow } from './convolution-window.js';

// N samples, H height, W width, C channels in, F channels out, k filter size.

export interface ConvolveOptions extends ConvolutionWindow {
  /** An argument that is data and not trained: its gradient, which is then not computed, is taken as zero. */
  readonly constant?: 'input' | 'filter';
}

/**
 * 2-D convolution that trains on every backend, PyTorch's `Conv2d(k, stride, padding, bias=False)` with channels last:
 * `output[n, y, x, f] = sum_{i, j, c} padded[n, stride y + i, stride x + j, c] filter[i, j, c, f]`.
 *
 * The padding is symmetric as in PyTorch; TensorFlow's 'same' is not when the stride is 2. On the wasm backend, which
 * has no kernel for the filter's gradient and a slow one for the input's, both are composed of convolutions.
 *
 * @param input [N, H, W, C] float32
 * @param filter [k, k, C, F] float32
 * @returns [N, floor((H + 2 padding - k) / stride) + 1, the same of W, F]
 * (of ones, 4 x 4 under a filter of 3 x 3 with stride 2 and padding 1: [[4, 6], [6, 9]])
 */
export function convolve(input: tf.Tensor4D, filter: tf.Tensor4D, options: ConvolveOptions): tf.Tensor4D {
  if (tf.getBackend() === 'wasm') return convolveWithOwnGradients(input, filter, options);
  const { stride, padding } = options;
  // Padded by an op of its own, since tfjs-node refuses explicit padding in a convolution.
  const sides: [number, number] = [padding, padding];
  return tf.conv2d(tf.pad4d(input, [[0, 0], sides, sides, [0, 0]]), filter, stride, 'valid');
}

function convolveWithOwnGradients(input: tf.Tensor4D, filter: tf.Tensor4D, options: ConvolveOptions): tf.Tensor4D {
  const { stride, padding, constant } = options;
  const sides: [number, number] = [padding, padding];
  const operation = tf.customGrad((...args) => {
    const [x, w, save] = args as [tf.Tensor4D, tf.Tensor4D, tf.GradSaveFunc];
    save([x, w]);
    const value = tf.conv2d(x, w, stride, [[0, 0], sides, sides, [0, 0]]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] => {
      const [savedX, savedW] = saved as [tf.Tensor4D, tf.Tensor4D];
      const outputGradient = dy as tf.Tensor4D;
      return [
        constant === 'input'
          ? tf.zerosLike(savedX)
          : convolutionInputGradient(outputGradient, savedW, options, savedX.shape),
        constant === 'filter'
          ? tf.zerosLike(savedW)
          : convolutionFilterGradient(savedX, outputGradient, options, savedW.shape),
      ];
    };
    return { value, gradFunc };
  });
  return operation(input, filter);
}
