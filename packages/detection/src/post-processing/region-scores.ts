import { backgroundIndex, calibrateOnHost, softmaxOnHost, type Calibration, type HostRows } from '@disalign/core';
import type { RegionHead } from '../regions/region-image.js';

// R regions, C classes, K = C + 1 columns.

/** A box head, and what calibrates it. */
export interface RegionScoring extends RegionHead {
  /** For each head in turn; core's `identityCalibration` leaves one as it came. */
  readonly calibrations: readonly Calibration[];
}

/**
 * Scores of the classes, without the background: the calibrated logits through softmax or sigmoid (paper Eq. 7), and the mean over the
 * heads of a cascade.
 *
 * @param heads features [R, D] and logits [R, K] of each head
 * @returns float32 [R, C]
 * @throws RangeError unless there is a calibration for each head, of its K and D
 * @example
 * import { identityCalibration } from '@disalign/core';
 * import { regionScores } from '@disalign/detection';
 * const head = { rows: 1, features: new Float32Array(0), logits: Float32Array.of(0, 0) };
 * regionScores([head], { calibrations: [identityCalibration(2)] }); // [0.5]
 */
export function regionScores(heads: readonly HostRows[], scoring: RegionScoring): Float32Array {
  const { calibrations, background = 'last', probabilities = 'softmax' } = scoring;
  if (calibrations.length !== heads.length) {
    throw new RangeError(
      `regionScores: \`calibrations\` must be ${heads.length}, one a head, got ${calibrations.length}`,
    );
  }
  const columns = calibrations[0].scale.length;
  const first = backgroundIndex(background, columns) === 0 ? 1 : 0;
  const classes = columns - 1;
  const rows = heads[0].rows;
  const sums = new Float64Array(rows * classes);
  for (const [index, head] of heads.entries()) {
    const calibrated = calibrateOnHost(head, calibrations[index]);
    const all = probabilities === 'softmax' ? softmaxOnHost(calibrated, columns) : calibrated.map(sigmoid);
    for (let row = 0; row < rows; row++) {
      for (let k = 0; k < classes; k++) sums[row * classes + k] += all[row * columns + first + k];
    }
  }
  return Float32Array.from(sums, (sum) => sum / heads.length);
}

/** `1 / (1 + e^-z)` */
export function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
