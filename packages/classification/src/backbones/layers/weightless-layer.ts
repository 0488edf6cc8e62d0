import type * as tf from '@tensorflow/tfjs';
import type { Layer } from './layer.js';

/** A function of the input as a layer. */
export function weightlessLayer(run: (input: tf.Tensor4D) => tf.Tensor4D): Layer {
  return { parameters: [], apply: (_, input) => run(input), freeze: () => ({ tensors: [], run }) };
}
