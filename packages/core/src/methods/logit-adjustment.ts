import type { Calibration } from '../calibration/calibration.js';
import { identityCalibration } from '../calibration/identity-calibration.js';
import { checkClassCounts, type ZeroCounts } from '../reweighting/class-weights.js';

// K classes.

/** How strong logit adjustment is. */
export interface LogitAdjustmentOptions {
  /** Strength; 1 is the Bayes rule for a uniform test distribution. Default 1. */
  readonly tau?: number;
  /** What becomes of a class without training samples; `no-weight` leaves its logit alone. Default `error`. */
  readonly zeroCounts?: ZeroCounts;
}

/**
 * Post-hoc logit adjustment: `z_j - tau log r_j`, r the class frequencies (Menon et al., ICLR 2021, Eq. 9).
 * A margin by hand, so it is a calibration like any other: scale 1, bias `-tau log r_j`, no confidence layer.
 *
 * @param counts [K] training samples per class, in class order
 * @throws RangeError if a count breaks the rules of `checkClassCounts`, or tau is not finite
 * @example
 * import { calibrateOnHost, logitAdjustment } from '@disalign/core';
 * const batch = { rows: 1, features: new Float32Array(0), logits: Float32Array.of(2, 1) };
 * calibrateOnHost(batch, logitAdjustment([90, 10])); // [2.11, 3.30]
 */
export function logitAdjustment(counts: ArrayLike<number>, options: LogitAdjustmentOptions = {}): Calibration {
  const { tau = 1, zeroCounts = 'error' } = options;
  if (!Number.isFinite(tau)) throw new RangeError(`logitAdjustment: \`tau\` must be finite, got ${tau}`);
  checkClassCounts(counts, zeroCounts);
  const sizes = Array.from(counts, (count) => (count === 0 && zeroCounts === 'as-one' ? 1 : count));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const margin = (size: number) => (size === 0 ? 0 : tau * (Math.log(total) - Math.log(size)));
  return { ...identityCalibration(counts.length), bias: Float64Array.from(sizes, margin) };
}
