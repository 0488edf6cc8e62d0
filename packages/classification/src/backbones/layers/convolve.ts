import * as tf from '@tensorflow/tfjs';
import { convolutionFilterGradient } from './convolution-filter-gradient.js';
import { convolutionInputGradient } from './convolution-input-gradient.js';
import type { ConvolutionWindow } from './convolution-window.js';

// N samples, H height, W width, C channels in, F channels out, k filter size.

export interface ConvolveOptions extends ConvolutionWindow {
  /** An argument that is data and not trained: its gradient, which is then not computed, is taken as zero. */
  readonly constant?: 'input' | 'filter';
  /** Pixels from one tap of the filter to the next. Default 1; others take a stride of 1. */
  readonly dilation?: number;
}

/**
 * 2-D convolution that trains on every backend, PyTorch's `Conv2d(k, stride, padding, dilation, bias=False)` with channels last:
 * `output[n, y, x, f] = sum_{i, j, c} padded[n, stride y + dilation i, stride x + dilation j, c] filter[i, j, c, f]`.
 *
 * The padding is symmetric as in PyTorch; TensorFlow's 'same' is not when the stride is 2. On the wasm backend, which
 * has no kernel for the filter's gradient and a slow one for the input's, both are composed of convolutions.
 *
 * @param input [N, H, W, C] float32
 * @param filter [k, k, C, F] float32
 * @returns [N, floor((H + 2 padding - dilation (k - 1) - 1) / stride) + 1, the same of W, F]
 * (of ones, 4 x 4 under a filter of 3 x 3 with stride 2 and padding 1: [[4, 6], [6, 9]])
 * @throws RangeError for a dilation with a stride other than 1
 */
export function convolve(input: tf.Tensor4D, filter: tf.Tensor4D, options: ConvolveOptions): tf.Tensor4D {
  if ((options.dilation ?? 1) > 1) return convolveDilated(input, filter, options);
  if (tf.getBackend() === 'wasm') return convolveWithOwnGradients(input, filter, options);
  const { stride, padding } = options;
  // Padded by an op of its own, since tfjs-node refuses explicit padding in a convolution.
  const sides: [number, number] = [padding, padding];
  return tf.conv2d(tf.pad4d(input, [[0, 0], sides, sides, [0, 0]]), filter, stride, 'valid');
}

/**
 * TensorFlow.js has no gradient of a dilated convolution. Every `dilation`-th row and column make an image of their own, over which the
 * filter goes undilated.
 */
function convolveDilated(input: tf.Tensor4D, filter: tf.Tensor4D, options: ConvolveOptions): tf.Tensor4D {
  const { stride, padding, constant, dilation = 1 } = options;
  if (stride !== 1) throw new RangeError(`convolve: \`stride\` must be 1 where \`dilation\` is not, got ${stride}`);
  const [, height, width] = input.shape;
  const fill = [height, width].map((side) => (dilation - ((side + 2 * padding) % dilation)) % dilation);
  const block = [dilation, dilation];
  const images = tf.spaceToBatchND(input, block, [
    [padding, padding + fill[0]],
    [padding, padding + fill[1]],
  ]);
  const convolved = convolve(images, filter, { stride: 1, padding: 0, constant });
  return tf.batchToSpaceND(convolved, block, [
    [0, fill[0]],
    [0, fill[1]],
  ]);
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
