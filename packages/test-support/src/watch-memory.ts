import * as tf from '@tensorflow/tfjs';

/**
 * Opens a memory scope. What it returns closes the scope and throws if tensors, or data that a kernel forgot on the backend,
 * outlive it.
 */
export function watchMemory(): () => void {
  const tensorsBefore = tf.memory().numTensors;
  const dataBefore = tf.backend().numDataIds();
  tf.engine().startScope();
  return () => {
    tf.engine().endScope();
    const tensors = tf.memory().numTensors - tensorsBefore;
    const data = tf.backend().numDataIds() - dataBefore;
    if (tensors !== 0 || data !== 0) {
      throw new Error(`leaked ${tensors} tensors, and ${data} data buffers on the backend`);
    }
  };
}
