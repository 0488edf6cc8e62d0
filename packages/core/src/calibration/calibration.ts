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
 * What a confidence layer makes of its score s:
 * - `sigmoid`: `c = sigmoid(s)`, the paper's;
 * - `rectified`: `c = sigmoid(max(s, 0))`, the authors' segmentation code, whose 1 x 1 convolution ends in a ReLU: never below 1/2.
 */
export type ConfidenceForm = 'sigmoid' | 'rectified';

/**
 * The confidence layer: one number per row, of the score `s = weight . (x - mean) / deviation + bias`.
 * `mean` 0 and `deviation` 1 give the paper's raw features.
 */
export interface ConfidenceLayer {
  /** Left out: `sigmoid`. */
  readonly form?: ConfidenceForm;
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
