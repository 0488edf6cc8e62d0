import * as tf from '@tensorflow/tfjs';

/** Makes a binary op on two dtypes an error; in production it casts silently. Returns what undoes it. */
export function forbidTypePromotion(): () => void {
  const engine = tf.engine();
  const runKernel = engine.runKernel.bind(engine);
  engine.runKernel = (kernelName, inputs, attrs) => {
    // Promotion has no hook of its own: it is a cast that TensorFlow.js' makeTypesMatch asks for.
    if (kernelName === 'Cast' && (new Error().stack ?? '').includes('makeTypesMatch')) {
      throw new TypeError('implicit promotion: an op was given two dtypes; cast one of them');
    }
    return runKernel(kernelName, inputs, attrs);
  };
  return () => {
    engine.runKernel = runKernel;
  };
}
