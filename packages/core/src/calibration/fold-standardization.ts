import type { ConfidenceLayer } from './calibration.js';

/** A linear layer on raw features: `weight . x + bias`. */
export interface FoldedConfidence {
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
  const weight = layer.weight.map((value, d) => value / layer.deviation[d]);
  const shift = weight.reduce((sum, value, d) => sum + value * layer.mean[d], 0);
  return { weight, bias: layer.bias - shift };
}

/** The adjoint of {@link foldStandardization}: the gradient by the folded layer, taken back to the standardised one. */
export function unfoldGradient(
  folded: FoldedConfidence,
  layer: Pick<ConfidenceLayer, 'mean' | 'deviation'>,
): FoldedConfidence {
  return {
    weight: folded.weight.map((value, d) => (value - layer.mean[d] * folded.bias) / layer.deviation[d]),
    bias: folded.bias,
  };
}
