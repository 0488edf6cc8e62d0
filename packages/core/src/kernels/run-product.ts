import * as tf from '@tensorflow/tfjs';
import { COLUMN_PRODUCT_KERNEL, ROW_PRODUCT_KERNEL } from './kernel-contract.js';
import { runIfRegistered } from './run-if-registered.js';

// TensorFlow.js' wasm backend multiplies matrices that are to be transposed a hundred times slower than others; there is a kernel of
// ours for them there. Both products are differentiable.

/** `a b^T` of [N, D] and [K, D]: float32 [N, K]. */
export function productOfRows(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  return (runIfRegistered(ROW_PRODUCT_KERNEL, () => ({ a, b })) as tf.Tensor2D | null) ?? tf.matMul(a, b, false, true);
}

/** `a^T b` of [D, N] and [D, K]: float32 [N, K]. */
export function productOfColumns(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  return (
    (runIfRegistered(COLUMN_PRODUCT_KERNEL, () => ({ a, b })) as tf.Tensor2D | null) ?? tf.matMul(a, b, true, false)
  );
}

/** Gives our kernels their gradients on TensorFlow.js' tape, which has those of `tf.matMul`; again is no harm. */
export function registerProductGradients(): void {
  register(ROW_PRODUCT_KERNEL, (upstream, a, b) => ({
    a: () => tf.matMul(upstream, b),
    b: () => productOfColumns(upstream, a),
  }));
  register(COLUMN_PRODUCT_KERNEL, (upstream, a, b) => ({
    a: () => productOfRows(b, upstream),
    b: () => tf.matMul(a, upstream),
  }));
}

function register(
  kernelName: string,
  gradients: (...[upstream, a, b]: tf.Tensor2D[]) => Record<'a' | 'b', () => tf.Tensor>,
): void {
  if (tf.getGradient(kernelName)) return;
  tf.registerGradient({
    kernelName,
    inputsToSave: ['a', 'b'],
    gradFunc: (upstream, saved) => gradients(upstream as tf.Tensor2D, ...(saved as tf.Tensor2D[])),
  });
}
