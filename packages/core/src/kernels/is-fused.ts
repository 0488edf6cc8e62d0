import * as tf from '@tensorflow/tfjs';

/** Whether the active backend has a kernel of ours. */
export function isFused(kernelName: string): boolean {
  return tf.getKernel(kernelName, tf.getBackend()) !== undefined;
}
