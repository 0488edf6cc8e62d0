import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';

/** A watch on the errors of a device. */
export interface WebgpuErrorWatch {
  /** Waits for the device and hands out the messages since the last time. */
  readonly collect: () => Promise<string[]>;
  readonly end: () => void;
}

/**
 * Collects the errors that WebGPU reports beside the call that caused them: an invalid shader or binding throws nothing and
 * computes zeros.
 */
export function watchWebgpuErrors(): WebgpuErrorWatch {
  const backend = tf.backend();
  if (!isWebgpu(backend)) throw new Error('watchWebgpuErrors: webgpu must be the active backend');
  const { device } = backend;
  let messages: string[] = [];
  const listen = (event: GPUUncapturedErrorEvent): void => {
    event.preventDefault();
    messages.push(event.error.message);
  };
  device.addEventListener('uncapturederror', listen);
  const collect = async (): Promise<string[]> => {
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
  return { collect, end: () => device.removeEventListener('uncapturederror', listen) };
}

// Not by instanceof: imported in Node before there is a `navigator.gpu`, the package stays unusable.
function isWebgpu(backend: object): backend is WebGPUBackend {
  return tf.getBackend() === 'webgpu' && 'device' in backend;
}
