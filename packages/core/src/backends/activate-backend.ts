import * as tf from '@tensorflow/tfjs';

/**
 * Makes a registered TensorFlow.js backend the active one. TensorFlow.js answers a failed start with `false`, hides the error
 * in its log and goes on with another backend; here the error is thrown, and the active backend is checked.
 */
export async function activateBackend(tfName: string): Promise<void> {
  const { registry, registryFactory } = tf.engine();
  if (!(tfName in registryFactory)) throw new Error(`TensorFlow.js has no backend '${tfName}' registered`);
  registry[tfName] ??= await registryFactory[tfName].factory();
  await tf.setBackend(tfName);
  if (tf.getBackend() !== tfName) {
    throw new Error(`TensorFlow.js runs '${tf.getBackend()}' though '${tfName}' was set`);
  }
}
