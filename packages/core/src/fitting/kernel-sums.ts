import { ALIGN_SUMS } from '../kernels/kernel-contract.js';
import type { AlignmentSetting } from './host-objective.js';
import { divisorOf, type ObjectiveSums } from './objective.js';
import { gradientVector } from './parameter-vector.js';
import type { BatchWeights } from './scale-weights.js';

/**
 * What a kernel of loss and gradients has computed with scaled weights, as sums of the objective.
 *
 * @param values theta's gradient, then the sums of loss, weight, count and confidence
 */
export function kernelSums(
  values: Float64Array,
  { layout, reduction }: AlignmentSetting,
  { count, weight, largest, rows }: Omit<BatchWeights, 'scaled'> & { readonly rows: number },
): ObjectiveSums {
  const { classes, confidence } = layout;
  const [loss, , , confidenceSum] = values.subarray(-ALIGN_SUMS);
  const gradient = values.slice(0, -ALIGN_SUMS);
  for (let i = 0; i < gradient.length; i++) gradient[i] *= largest;
  const layer = gradient.subarray(2 * classes);
  return {
    loss: loss * largest,
    divisor: divisorOf(reduction, { count, weight, rows }),
    gradient: gradientVector(
      {
        scale: gradient.subarray(0, classes),
        bias: gradient.subarray(classes, 2 * classes),
        confidence: confidence && { weight: layer.subarray(0, -1), bias: layer[layer.length - 1] },
      },
      layout,
    ),
    count,
    confidence: confidenceSum,
  };
}
