import type { Calibration } from './calibration.js';
import { checkHostRows, rowConfidence, type HostRows } from './calibrate-on-host.js';
import { foldStandardization } from './fold-standardization.js';

// N rows, K classes, D features.

/**
 * How far each row is to be moved: the confidence c of `calibrateOnHost`, in float64 on the host; 1 without a confidence layer.
 *
 * @returns float64 [N]
 * @throws RangeError if the arrays do not hold N rows of K logits and D features
 * @example
 * import { confidenceOnHost, identityCalibration } from '@disalign/core';
 * const batch = { rows: 1, features: Float32Array.of(1), logits: Float32Array.of(2, -1) };
 * confidenceOnHost(batch, identityCalibration(2)); // Float64Array [1]
 */
export function confidenceOnHost(batch: HostRows, { scale, confidence }: Calibration): Float64Array {
  const folded = confidence && foldStandardization(confidence);
  checkHostRows('confidenceOnHost', batch, { classes: scale.length, featureSize: folded?.weight.length });
  return Float64Array.from({ length: batch.rows }, (_, row) =>
    folded ? rowConfidence(batch.features, row, folded) : 1,
  );
}
