import type { Calibration } from './calibration.js';
import { type FoldedConfidence, foldStandardization } from './fold-standardization.js';
import { identityScale } from './identity-calibration.js';

// N rows, K classes, D features, row-major.

/** Rows of features and logits on the host, in any float type. */
export interface HostRows {
  readonly rows: number;
  /** [N, D] */
  readonly features: Float32Array | Float64Array;
  /** [N, K] */
  readonly logits: Float32Array | Float64Array;
}

/**
 * {@link calibrateLogits} in float64 on the host: the oracle of the tensor version, and what small models are served with.
 *
 * @returns float64 [N, K]
 * @throws RangeError if the arrays do not hold N rows of K logits and D features, or scale and bias differ in length
 * @example
 * import { calibrateOnHost, identityCalibration } from '@disalign/core';
 * const batch = { rows: 1, features: Float32Array.of(1), logits: Float32Array.of(2, -1) };
 * calibrateOnHost(batch, identityCalibration(2)); // Float64Array [2, -1]
 */
export function calibrateOnHost(batch: HostRows, calibration: Calibration): Float64Array {
  const classes = calibration.scale.length;
  const folded = calibration.confidence && foldStandardization(calibration.confidence);
  checkHostRows('calibrateOnHost', batch, { classes, featureSize: folded?.weight.length });
  if (calibration.bias.length !== classes) {
    throw new RangeError(
      `calibrateOnHost: \`bias\` must hold ${classes} numbers like \`scale\`, got ${calibration.bias.length}`,
    );
  }
  const { rows, features, logits } = batch;
  const identity = identityScale(calibration.form);
  const change = Float64Array.from(calibration.scale, (scale) => scale - identity);
  const bias = Float64Array.from(calibration.bias);
  const calibrated = new Float64Array(rows * classes);
  for (let row = 0; row < rows; row++) {
    const confidence = folded ? rowConfidence(features, row, folded) : 1;
    const offset = row * classes;
    for (let k = 0; k < classes; k++) {
      calibrated[offset + k] = calibrateOne(logits[offset + k], confidence, change[k], bias[k]);
    }
  }
  return calibrated;
}

/** `(1 + c u) z + c b`, u the change of the scale from its identity: the one place of the formula on the host. */
export function calibrateOne(logit: number, confidence: number, scaleChange: number, bias: number): number {
  return (1 + confidence * scaleChange) * logit + confidence * bias;
}

/** Confidence of one row: `sigmoid(s)` of `s = weight . x + bias`, or of `max(s, 0)`. */
export function rowConfidence(features: Float32Array | Float64Array, row: number, layer: FoldedConfidence): number {
  const { weight } = layer;
  const offset = row * weight.length;
  let score = layer.bias;
  for (let d = 0; d < weight.length; d++) score += weight[d] * features[offset + d];
  if (layer.form === 'rectified') score = Math.max(score, 0);
  return 1 / (1 + Math.exp(-score));
}

/** @throws RangeError if the arrays do not hold `rows` rows; `featureSize` undefined skips the features */
export function checkHostRows(
  caller: string,
  batch: HostRows,
  { classes, featureSize }: { classes: number; featureSize: number | undefined },
): void {
  if (batch.logits.length !== batch.rows * classes) {
    throw new RangeError(
      `${caller}: \`logits\` must hold ${batch.rows} x ${classes} numbers, got ${batch.logits.length}`,
    );
  }
  if (featureSize !== undefined && batch.features.length !== batch.rows * featureSize) {
    throw new RangeError(
      `${caller}: \`features\` must hold ${batch.rows} x ${featureSize} numbers, got ${batch.features.length}`,
    );
  }
}
