import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';

/**
 * Collects the errors that WebGPU reports beside the call that caused them: an invalid shader or binding throws nothing and
 * computes zeros. What it returns waits for the device and hands out the messages since the last time.
 */
export function watchWebgpuErrors(): () => Promise<string[]> {
  const backend = tf.backend();
  if (!isWebgpu(backend)) throw new Error('watchWebgpuErrors: webgpu must be the active backend');
  const { device } = backend;
  let messages: string[] = [];
  device.addEventListener('uncapturederror', (event) => {
    event.preventDefault();
    messages.push(event.error.message);
  });
  return async () => {
    // Work that TensorFlow.js has not handed to the device yet.
    if (backend['commandEncoder'] !== null) {
      backend['endComputePassEncoder']();
      backend.submitQueue();
    }
    await device.queue.onSubmittedWorkDone();
    // Dawn delivers the events after the promises of the same turn.
    await new Promise((resolve) => setImmediate(resolve));
    const collected = messages;
    messages = [];
    return collected;
  };
}

// Not by instanceof: imported in Node before there is a `navigator.gpu`, the package stays unusable.
function isWebgpu(backend: object): backend is WebGPUBackend {
  return tf.getBackend() === 'webgpu' && 'device' in backend;
}
