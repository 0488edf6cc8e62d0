import * as tf from '@tensorflow/tfjs';
import { isFused } from './is-fused.js';

/**
 * Runs a kernel of ours if the active backend has it, else null, and `inputs` is not called. On TensorFlow.js' tape the result has
 * the gradient that is registered: products have one.
 */
export function runIfRegistered(
  kernelName: string,
  inputs: () => Readonly<Record<string, tf.Tensor>>,
): tf.Tensor | null {
  if (!isFused(kernelName)) return null;
  return tf.engine().runKernel<tf.Tensor>(kernelName, { ...inputs() });
}
