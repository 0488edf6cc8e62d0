import type * as tf from '@tensorflow/tfjs';
import type { NamedParameters } from './layer.js';

/** @throws RangeError when there is no parameter of this name */
export function getParameter(parameters: NamedParameters, name: string): tf.Variable {
  const parameter = parameters.get(name);
  if (!parameter)
    throw new RangeError(`getParameter: \`parameters\` must hold "${name}", got ${[...parameters.keys()]}`);
  return parameter;
}
