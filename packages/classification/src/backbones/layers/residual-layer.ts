import * as tf from '@tensorflow/tfjs';
import type { Layer } from './layer.js';

/** `relu(shortcut(x) + branch(x))`. Parameters in that order: the branch's first. */
export function residualLayer(branch: Layer, shortcut: Layer): Layer {
  const join = (past: tf.Tensor4D, through: tf.Tensor4D): tf.Tensor4D => tf.relu(tf.add<tf.Tensor4D>(past, through));
  return {
    parameters: [...branch.parameters, ...shortcut.parameters],
    apply: (parameters, input, mode) =>
      join(shortcut.apply(parameters, input, mode), branch.apply(parameters, input, mode)),
    freeze: (parameters) => {
      const [through, past] = [branch.freeze(parameters), shortcut.freeze(parameters)];
      return {
        tensors: [...through.tensors, ...past.tensors],
        run: (input) => join(past.run(input), through.run(input)),
      };
    },
  };
}
