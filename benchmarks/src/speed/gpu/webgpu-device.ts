import * as tf from '@tensorflow/tfjs';
// For its types of WebGPU.
import type {} from '@tensorflow/tfjs-backend-webgpu';

/** The device of TensorFlow.js' webgpu backend, which has to be the active one. */
export function webgpuDevice(): GPUDevice {
  const { device } = tf.backend() as tf.KernelBackend & { readonly device: GPUDevice };
  return device;
}
