import type { Calibration, CalibrationForm, ConfidenceForm } from '../calibration/calibration.js';
import { foldStandardization, unfoldGradient } from '../calibration/fold-standardization.js';
import { identityScale } from '../calibration/identity-calibration.js';
import type { AlignmentSums, FoldedCalibration } from '../losses/alignment-on-host.js';

// An optimiser sees one vector of 2K + D + 1 numbers: [scale K | bias K | confidence weight D | confidence bias].

/** Mean and deviation of each feature, [D]: what standardises the input of the confidence layer. */
export interface Standardization {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

/** What the numbers of a parameter vector mean. */
export interface ParameterLayout {
  readonly form: CalibrationForm;
  readonly classes: number;
  /** Index of a column that stays as it is. Left out: there is none. */
  readonly background?: number;
  /** null: no confidence layer, and the vector ends after the bias. */
  readonly confidence: (Standardization & { readonly form?: ConfidenceForm }) | null;
}

/** The parts of a calibration that learn with a rate and a decay of their own. */
export type ParameterGroup = 'scale' | 'bias' | 'confidence';

/** Half-open range of each group in the vector. */
export function groupRanges(layout: ParameterLayout): Record<ParameterGroup, { start: number; end: number }> {
  const { classes, confidence } = layout;
  return {
    scale: { start: 0, end: classes },
    bias: { start: classes, end: 2 * classes },
    confidence: { start: 2 * classes, end: 2 * classes + (confidence ? confidence.mean.length + 1 : 0) },
  };
}

/** The ranges that a fit may move: magnitude and margin of the background stay at the identity, which leaves its logit as it is. */
export function learnedRanges(layout: ParameterLayout): Record<ParameterGroup, { start: number; end: number }[]> {
  const { classes, background } = layout;
  const { scale, bias, confidence } = groupRanges(layout);
  const withoutBackground = ({ start, end }: { start: number; end: number }) => {
    if (background === undefined) return [{ start, end }];
    const at = start + background;
    return [
      { start, end: at },
      { start: at + 1, end: start + classes },
    ].filter((range) => range.end > range.start);
  };
  return { scale: withoutBackground(scale), bias: withoutBackground(bias), confidence: [confidence] };
}

/** Where the score of a rectified confidence starts (c = 0.73): at 0 and below it has no gradient. */
const RECTIFIED_START = 1;

/** The vector that changes nothing; the confidence weights are 0, and its bias is `confidenceBias`. */
export function identityVector(
  layout: ParameterLayout,
  confidenceBias = layout.confidence?.form === 'rectified' ? RECTIFIED_START : 0,
): Float64Array {
  const vector = new Float64Array(groupRanges(layout).confidence.end);
  vector.fill(identityScale(layout.form), 0, layout.classes);
  if (layout.confidence) vector[vector.length - 1] = confidenceBias;
  return vector;
}

/** The calibration that a vector stands for. */
export function calibrationFromVector(vector: Float64Array, layout: ParameterLayout): Calibration {
  const { scale, bias, confidence } = groupRanges(layout);
  return {
    form: layout.form,
    scale: vector.slice(scale.start, scale.end),
    bias: vector.slice(bias.start, bias.end),
    confidence: layout.confidence && {
      weight: vector.slice(confidence.start, confidence.end - 1),
      bias: vector[confidence.end - 1],
      ...layout.confidence,
    },
  };
}

/** The same calibration on raw features, as the loss takes it; it shares the vector's memory. */
export function foldedFromVector(vector: Float64Array, layout: ParameterLayout): FoldedCalibration {
  const { scale, bias, confidence } = groupRanges(layout);
  const layer = layout.confidence && {
    weight: vector.subarray(confidence.start, confidence.end - 1),
    bias: vector[confidence.end - 1],
    ...layout.confidence,
  };
  return {
    form: layout.form,
    scale: vector.subarray(scale.start, scale.end),
    bias: vector.subarray(bias.start, bias.end),
    confidence: layer && foldStandardization(layer),
  };
}

/** The gradient by the vector, from the gradients by the folded calibration. */
export function gradientVector(gradient: AlignmentSums['gradient'], layout: ParameterLayout): Float64Array {
  const { scale, bias, confidence } = groupRanges(layout);
  const vector = new Float64Array(confidence.end);
  vector.set(gradient.scale, scale.start);
  vector.set(gradient.bias, bias.start);
  if (layout.confidence && gradient.confidence) {
    const unfolded = unfoldGradient(gradient.confidence, layout.confidence);
    vector.set(unfolded.weight, confidence.start);
    vector[confidence.end - 1] = unfolded.bias;
  }
  return vector;
}
