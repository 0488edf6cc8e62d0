// K classes, D features.

/**
 * How magnitude, margin and confidence combine (z logits, c confidence of the row):
 * - `blend`: `c (scale z + bias) + (1 - c) z`, the paper's Eq. 4-5 and the authors' detection and segmentation code;
 *   identity at scale 1, bias 0.
 * - `additive`: `(1 + c scale) z + c bias`, the paper's Eq. 6 and the authors' classification code;
 *   identity at scale 0, bias 0.
 *
 * The two are one family: scale_blend = scale_additive + 1.
 */
export type CalibrationForm = 'blend' | 'additive';

/**
 * The confidence layer `c = sigmoid(weight . (x - mean) / deviation + bias)`: one number per row.
 * `mean` 0 and `deviation` 1 give the paper's raw features.
 */
export interface ConfidenceLayer {
  /** [D] */
  readonly weight: Float64Array;
  readonly bias: number;
  /** [D] */
  readonly mean: Float64Array;
  /** [D], all > 0. */
  readonly deviation: Float64Array;
}

/** A calibration of K logits: one magnitude and one margin per class and, unless it is switched off, a confidence layer. */
export interface Calibration {
  readonly form: CalibrationForm;
  /** [K] magnitude. */
  readonly scale: Float64Array;
  /** [K] margin. */
  readonly bias: Float64Array;
  /** null: c = 1 for every row. */
  readonly confidence: ConfidenceLayer | null;
}
