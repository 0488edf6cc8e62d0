import type * as tf from '@tensorflow/tfjs';

// N rows, K classes, D features. theta = [scale change K | bias K | confidence weight D | confidence bias], where the scale
// change is the scale minus its identity, so that both forms of the calibration are one: (1 + c u) z + c b.
// Without a confidence layer D is 0, theta ends after the biases, and c = 1.

/** Name of the fused forward pass in TensorFlow.js' registry. A backend that has it, runs it. */
export const CALIBRATE_KERNEL = 'DisAlignCalibrate';

/** Name of the fused forward pass over images that are stored channel by channel. */
export const CALIBRATE_PLANES_KERNEL = 'DisAlignCalibratePlanes';

/** Name of the fused loss and gradients in TensorFlow.js' registry. */
export const ALIGN_KERNEL = 'DisAlignAlign';

/** Name of `a b^T`, the product of the rows of two matrices. */
export const ROW_PRODUCT_KERNEL = 'DisAlignRowProduct';

/** Name of `a^T b`, the product of their columns. */
export const COLUMN_PRODUCT_KERNEL = 'DisAlignColumnProduct';

/** All of them. */
export const KERNEL_NAMES = [
  CALIBRATE_KERNEL,
  CALIBRATE_PLANES_KERNEL,
  ALIGN_KERNEL,
  ROW_PRODUCT_KERNEL,
  COLUMN_PRODUCT_KERNEL,
];

/** Inputs of a product: two float32 matrices, with as many columns for the product of rows, as many rows for that of columns. */
export interface ProductInputs {
  readonly a: tf.TensorInfo;
  readonly b: tf.TensorInfo;
}

/** Inputs of the forward pass; its result is float32 [N, K]. */
export interface CalibrateInputs {
  /** float32 [N, K] */
  readonly logits: tf.TensorInfo;
  /** float32 [N, D]; [N, 0] without a confidence layer. */
  readonly features: tf.TensorInfo;
  /** float32 [2 K + D + 1], or [2 K] without a confidence layer. */
  readonly theta: tf.TensorInfo;
}

/** Inputs of the forward pass over B images of P pixels; its result is float32 [B, K, P]. */
export interface CalibratePlanesInputs extends CalibrateInputs {
  /** float32 [B, K, P] */
  readonly logits: tf.TensorInfo;
  /** float32 [B, D, P]; [B, 0, P] without a confidence layer. */
  readonly features: tf.TensorInfo;
}

/**
 * Inputs of loss and gradients over a batch of B of the N rows. The result is float32 [theta's size + 4]: the gradient of the
 * summed loss by theta, then the sums over valid rows of weighted loss, weight, count and confidence.
 */
export interface AlignInputs extends CalibrateInputs {
  /** int32 [B]: the rows of the batch, in the order they are added up in. Callers have checked that all are below N. */
  readonly selection: tf.TensorInfo;
  /** int32 [N]; negative: ignored. Callers have checked that all are below K. */
  readonly labels: tf.TensorInfo;
  /** float32 [K] */
  readonly classWeights: tf.TensorInfo;
}

/** How many sums follow the gradient. */
export const ALIGN_SUMS = 4;
