import { getParameter } from './get-parameter.js';
import type { TrainableLayer } from './layer.js';
import { normalizeBatch } from './normalize-batch.js';

/**
 * Batch normalisation; its parameters are `<name>.weight`, `.bias`, `.running_mean` and `.running_var`, each [channels].
 *
 * @example
 * import { batchNormalizationLayer } from '@disalign/classification';
 * batchNormalizationLayer('bn1', 16).parameters.map(({ trainable }) => trainable); // [true, true, false, false]
 */
export function batchNormalizationLayer(name: string, channels: number): TrainableLayer {
  const describe = (suffix: string, start: number, trainable: boolean) => ({
    name: `${name}.${suffix}`,
    shape: [channels],
    trainable,
    initialize: () => start,
  });
  return {
    parameters: [
      describe('weight', 1, true),
      describe('bias', 0, true),
      describe('running_mean', 0, false),
      describe('running_var', 1, false),
    ],
    apply: (parameters, input, mode) => {
      const layer = {
        weight: getParameter(parameters, `${name}.weight`),
        bias: getParameter(parameters, `${name}.bias`),
        runningMean: getParameter(parameters, `${name}.running_mean`),
        runningVariance: getParameter(parameters, `${name}.running_var`),
      };
      return normalizeBatch(input, layer, mode);
    },
  };
}
