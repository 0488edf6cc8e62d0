import type { ConfidenceForm, ConfidenceLayer } from './calibration.js';

/** A confidence layer on raw features, of the score `weight . x + bias`. */
export interface FoldedConfidence {
  /** Left out: `sigmoid`. */
  readonly form?: ConfidenceForm;
  /** [D] */
  readonly weight: Float64Array;
  readonly bias: number;
}

/**
 * Folds the standardisation of a confidence layer into its weights, so that it reads raw features:
 * `w . (x - mean) / deviation + b = (w / deviation) . x + (b - sum_d w_d mean_d / deviation_d)`.
 *
 * @example
 * import { foldStandardization } from '@disalign/core';
 * const one = (value: number) => Float64Array.of(value);
 * foldStandardization({ weight: one(3), bias: 1, mean: one(2), deviation: one(0.5) }); // weight [6], bias -11
 */
export function foldStandardization(layer: ConfidenceLayer): FoldedConfidence {
  const { mean, deviation } = layer;
  const weight = new Float64Array(mean.length);
  let shift = 0;
  for (let d = 0; d < weight.length; d++) {
    weight[d] = layer.weight[d] / deviation[d];
    shift += weight[d] * mean[d];
  }
  return { form: layer.form, weight, bias: layer.bias - shift };
}

/** The adjoint of {@link foldStandardization}: the gradient by the folded layer, taken back to the standardised one. */
export function unfoldGradient(
  { weight, bias }: FoldedConfidence,
  { mean, deviation }: Pick<ConfidenceLayer, 'mean' | 'deviation'>,
): FoldedConfidence {
  const unfolded = new Float64Array(weight.length);
  for (let d = 0; d < unfolded.length; d++) unfolded[d] = (weight[d] - mean[d] * bias) / deviation[d];
  return { weight: unfolded, bias };
}
