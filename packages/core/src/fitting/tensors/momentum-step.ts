import * as tf from '@tensorflow/tfjs';

/** Numbers that gradient descent moves, on the backend that runs. */
export type Moving = Readonly<Record<'parameters' | 'velocity', tf.Tensor>>;

/** How far a step goes. */
export interface MomentumStep {
  readonly momentum: number;
  /** One for all, or one for each. */
  readonly rate: tf.Tensor;
  /** `strength (p - target)`, added to the gradient; null: nothing. */
  readonly decay: { readonly strength: tf.Tensor; readonly target: tf.Tensor } | null;
}

/** The step of `runSgd` in float32 tensors: `g += decay (p - target)`, `v = momentum v + g`, `p -= rate v`. */
export function momentumStep(
  { parameters, velocity }: Moving,
  gradient: tf.Tensor,
  { momentum, rate, decay }: MomentumStep,
): Moving {
  return tf.tidy(() => {
    const pulled = decay ? tf.add(gradient, tf.mul(decay.strength, tf.sub(parameters, decay.target))) : gradient;
    const moved = tf.add(tf.mul(tf.scalar(momentum), velocity), pulled);
    return { parameters: tf.sub(parameters, tf.mul(rate, moved)), velocity: moved };
  });
}
