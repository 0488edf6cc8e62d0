import * as tf from '@tensorflow/tfjs';
import type { ConvolutionWindow } from './convolution-window.js';

export interface FusedConvolveOptions extends ConvolutionWindow {
  readonly activation?: 'relu';
}

/**
 * Convolution, bias and ReLU in one pass, for inference: `convolve` gives shapes and meaning.
 *
 * @param input [N, H, W, C]
 * @param weights filter [k, k, C, F], bias [F]
 */
export function fusedConvolve(
  input: tf.Tensor4D,
  { filter, bias }: { readonly filter: tf.Tensor4D; readonly bias: tf.Tensor1D },
  { stride, padding, activation }: FusedConvolveOptions,
): tf.Tensor4D {
  // tfjs-node refuses explicit padding in a convolution.
  const isPadded = tf.getBackend() === 'tensorflow' && padding > 0;
  const sides: [number, number] = [padding, padding];
  const x = isPadded ? tf.pad4d(input, [[0, 0], sides, sides, [0, 0]]) : input;
  return tf.fused.conv2d({ x, filter, bias, activation, strides: stride, pad: isPadded ? 'valid' : padding });
}
