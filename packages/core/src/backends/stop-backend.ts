import * as tf from '@tensorflow/tfjs';

/** Frees a backend of TensorFlow.js and every tensor on it. It stays registered, so it can be started anew. */
export function stopBackend(tfName: string): void {
  const { registry, registryFactory } = tf.engine();
  if (!(tfName in registry)) return;
  const { factory, priority } = registryFactory[tfName];
  tf.removeBackend(tfName);
  tf.registerBackend(tfName, factory, priority);
}
