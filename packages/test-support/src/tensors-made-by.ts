import * as tf from '@tensorflow/tfjs';

/** How many tensors `run` leaves behind: what a function returns and no more, if it tidies up. */
export function tensorsMadeBy(run: () => unknown): number {
  const before = tf.memory().numTensors;
  run();
  return tf.memory().numTensors - before;
}
