import * as tf from '@tensorflow/tfjs';

/** What does not change from step to step. */
export interface NesterovSgdOptions {
  readonly momentum: number;
  readonly weightDecay: number;
  /** Default true; false is the classical momentum. */
  readonly nesterov?: boolean;
}

/** Stochastic gradient descent on a fixed list of variables. */
export interface NesterovSgd {
  /** One step. `gradients` by variable name, as `tf.variableGrads` gives them; the caller disposes of them. */
  readonly step: (gradients: Readonly<Record<string, tf.Tensor>>, learningRate: number) => void;
  /** Frees the velocities. */
  readonly dispose: () => void;
}

/**
 * Stochastic gradient descent with momentum and weight decay, as PyTorch's `SGD`: `g = gradient + decay p; v = momentum v + g`, v = 0 at the
 * start, then `p = p - rate (g + momentum v)`, Nesterov's, or `p = p - rate v`. The decay pulls on every variable, biases and normalisation too.
 *
 * TensorFlow.js' momentum optimiser does the same steps, but has no weight decay, and matches velocities to variables by position.
 *
 * @example
 * import * as tf from '@tensorflow/tfjs';
 * import { nesterovSgd } from '@disalign/classification';
 * const weight = tf.variable(tf.scalar(3));
 * const optimizer = nesterovSgd([weight], { momentum: 0.9, weightDecay: 0 });
 * const { grads } = tf.variableGrads(() => tf.square(weight), [weight]);
 * optimizer.step(grads, 0.1); // 3 - 0.1 (6 + 0.9 x 6) = 1.86
 */
export function nesterovSgd(
  variables: readonly tf.Variable[],
  { momentum, weightDecay, nesterov = true }: NesterovSgdOptions,
): NesterovSgd {
  const velocities = variables.map((variable) => tf.tidy(() => tf.variable(tf.zerosLike(variable), false)));
  return {
    step: (gradients, learningRate) =>
      tf.tidy(() => {
        variables.forEach((variable, i) => {
          const pulled = tf.add(gradients[variable.name], tf.mul(variable, weightDecay));
          velocities[i].assign(tf.add(tf.mul(velocities[i], momentum), pulled));
          const direction = nesterov ? tf.add(pulled, tf.mul(velocities[i], momentum)) : velocities[i];
          variable.assign(tf.sub(variable, tf.mul(direction, learningRate)));
        });
      }),
    dispose: () => tf.dispose(velocities),
  };
}
