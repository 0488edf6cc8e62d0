import * as tf from '@tensorflow/tfjs';

/** The names of our kernels in the registry of TensorFlow.js. */
export const ALIGN_KERNEL = 'DisAlignAlign';
export const CALIBRATE_KERNEL = 'DisAlignCalibrate';
const CALIBRATE_PLANES_KERNEL = 'DisAlignCalibratePlanes';

/** Runs `compute` as if the active backend had none of our kernels. */
export function withoutKernels<T>(compute: () => T): T {
  const backend = tf.getBackend();
  const kernels = [ALIGN_KERNEL, CALIBRATE_KERNEL, CALIBRATE_PLANES_KERNEL].flatMap(
    (name) => tf.getKernel(name, backend) ?? [],
  );
  for (const { kernelName } of kernels) tf.unregisterKernel(kernelName, backend);
  try {
    return compute();
  } finally {
    kernels.forEach(tf.registerKernel);
  }
}
