import * as tf from '@tensorflow/tfjs';

/**
 * Gradients of one step, all shortened by one factor where the norm of them taken together is above `maxNorm`, as PyTorch's
 * `clip_grad_norm_`: `g min(1, maxNorm / (norm + 1e-6))`. Nothing is read back from the backend.
 *
 * @param gradients by variable name, as `tf.variableGrads` gives them; the caller disposes of them
 * @returns new tensors, by the same names
 * @throws RangeError when `maxNorm` is not positive
 *
 * @example
 * import * as tf from '@tensorflow/tfjs';
 * import { clipGradients } from '@disalign/classification';
 * const clipped = clipGradients({ weight: tf.tensor1d([3, 4]) }, 1);
 * clipped.weight.print(); // [0.6, 0.8]
 */
export function clipGradients<Name extends string>(
  gradients: Readonly<Record<Name, tf.Tensor>>,
  maxNorm: number,
): Record<Name, tf.Tensor> {
  if (!(maxNorm > 0)) throw new RangeError(`clipGradients: \`maxNorm\` must be positive, got ${maxNorm}`);
  return tf.tidy(() => {
    const names = Object.keys(gradients) as Name[];
    const squares = names.map((name) => tf.sum(tf.square(gradients[name])));
    const norm = tf.sqrt(tf.addN(squares));
    const factor = tf.minimum(tf.scalar(1), tf.div(tf.scalar(maxNorm), tf.add(norm, tf.scalar(1e-6))));
    const clipped = names.map((name) => [name, tf.mul(gradients[name], factor)] as const);
    return Object.fromEntries(clipped) as Record<Name, tf.Tensor>;
  });
}
