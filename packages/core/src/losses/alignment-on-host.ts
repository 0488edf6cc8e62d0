import { calibrateOne, checkHostRows, type HostRows, rowConfidence } from '../calibration/calibrate-on-host.js';
import type { FoldedConfidence } from '../calibration/fold-standardization.js';
import { identityScale } from '../calibration/identity-calibration.js';
import type { CalibrationForm } from '../calibration/calibration.js';
import { sigmoidResiduals } from './sigmoid-residuals.js';
import { softmaxResiduals } from './softmax-residuals.js';

// N rows, K classes, D features, row-major.

/** Rows with the class of each; negative labels are ignored. */
export interface LabelledHostRows extends HostRows {
  /** [N] */
  readonly labels: Int32Array;
}

/** A calibration with its confidence layer on raw features. */
export interface FoldedCalibration {
  readonly form: CalibrationForm;
  readonly scale: Float64Array;
  readonly bias: Float64Array;
  readonly confidence: FoldedConfidence | null;
}

/** What the head makes of its logits. */
export interface AlignmentHead {
  /**
   * `softmax`: one distribution over all columns, the paper's. `sigmoid`: a yes or no for each class on its own, see
   * `sigmoidResiduals`. Default `softmax`.
   */
  readonly probabilities?: 'softmax' | 'sigmoid';
  /** Index of the background's column, which under `sigmoid` says nothing. Default: there is none. */
  readonly background?: number;
}

/** Sums over rows, to be divided by what the reduction says; sums of several batches add up. */
export interface AlignmentSums {
  /** Sum of `-w_y log p_y`. */
  readonly loss: number;
  /** Sum of `w_y` over the valid rows. */
  readonly weight: number;
  /** Number of valid rows. */
  readonly count: number;
  /** Sum of the confidences of the valid rows. */
  readonly confidence: number;
  /** Gradients of `loss`. */
  readonly gradient: {
    readonly scale: Float64Array;
    readonly bias: Float64Array;
    readonly confidence: FoldedConfidence | null;
  };
}

/**
 * Calibration, alignment loss and gradients of a batch in one pass, in float64 on the host (paper Eq. 4-11):
 * the oracle of the tensor version, and the engine of small fits. With `p = softmax((1 + c u) z + c b)` and the residuals
 * `g_j = w_y (p_j - [j = y])` (of a sigmoid head see `sigmoidResiduals`): `d scale_j = g_j c z_j`, `d bias_j = g_j c`, `d c = sum_j g_j (u_j z_j + b_j)`,
 * `d (weight . x + bias) = d c  c (1 - c)`, or 0 where a rectified confidence stands at its 1/2.
 *
 * @param classWeights [K]
 * @throws RangeError if sizes disagree or a label is not below K
 * @example
 * import { alignmentOnHost, identityCalibration } from '@disalign/core';
 * const batch = { rows: 1, features: new Float32Array(0), logits: Float32Array.of(2, -1), labels: Int32Array.of(0) };
 * alignmentOnHost(batch, identityCalibration(2), Float64Array.of(1, 1)).loss; // 0.0486
 */
export function alignmentOnHost(
  batch: LabelledHostRows,
  calibration: FoldedCalibration,
  classWeights: Float64Array,
  head: AlignmentHead = {},
): AlignmentSums {
  const { scale, bias, confidence: layer } = calibration;
  const classes = scale.length;
  const featureSize = layer ? layer.weight.length : 0;
  checkBatch(batch, calibration, classWeights);
  const change = scale.map((value) => value - identityScale(calibration.form));
  const scaleGradient = new Float64Array(classes);
  const biasGradient = new Float64Array(classes);
  const weightGradient = new Float64Array(featureSize);
  const residuals = new Float64Array(classes);
  const residualsOf = head.probabilities === 'sigmoid' ? sigmoidResiduals : softmaxResiduals;
  let [loss, weight, count, confidenceSum, layerBiasGradient] = [0, 0, 0, 0, 0];

  for (let row = 0; row < batch.rows; row++) {
    const label = batch.labels[row];
    if (label < 0) continue;
    const c = layer ? rowConfidence(batch.features, row, layer) : 1;
    const rowWeight = classWeights[label];
    const offset = row * classes;
    count++;
    weight += rowWeight;
    confidenceSum += c;

    for (let k = 0; k < classes; k++) {
      residuals[k] = calibrateOne(batch.logits[offset + k], c, change[k], bias[k]);
    }
    loss += residualsOf(residuals, label, rowWeight, head.background);

    let byConfidence = 0;
    for (let k = 0; k < classes; k++) {
      const logit = batch.logits[offset + k];
      const g = residuals[k];
      if (g === 0) continue; // a logit of -Infinity has no part in the gradient
      scaleGradient[k] += g * c * logit;
      biasGradient[k] += g * c;
      byConfidence += g * (change[k] * logit + bias[k]);
    }
    const isFlat = layer?.form === 'rectified' && c === 0.5;
    const byScore = isFlat ? 0 : byConfidence * c * (1 - c);
    layerBiasGradient += byScore;
    const start = row * featureSize;
    for (let d = 0; d < featureSize; d++) weightGradient[d] += byScore * batch.features[start + d];
  }
  const confidence = layer && { weight: weightGradient, bias: layerBiasGradient };
  return {
    loss,
    weight,
    count,
    confidence: confidenceSum,
    gradient: { scale: scaleGradient, bias: biasGradient, confidence },
  };
}

function checkBatch(batch: LabelledHostRows, calibration: FoldedCalibration, classWeights: Float64Array): void {
  const classes = calibration.scale.length;
  checkHostRows('alignmentOnHost', batch, { classes, featureSize: calibration.confidence?.weight.length });
  for (const [name, { length }] of Object.entries({ 'calibration.bias': calibration.bias, classWeights })) {
    if (length === classes) continue;
    throw new RangeError(`alignmentOnHost: \`${name}\` must hold ${classes} numbers, got ${length}`);
  }
  if (batch.labels.length !== batch.rows) {
    throw new RangeError(`alignmentOnHost: \`labels\` must hold ${batch.rows} numbers, got ${batch.labels.length}`);
  }
  const bad = batch.labels.findIndex((label) => label >= classes);
  if (bad >= 0) {
    throw new RangeError(`alignmentOnHost: \`labels[${bad}]\` must be below ${classes}, got ${batch.labels[bad]}`);
  }
}
