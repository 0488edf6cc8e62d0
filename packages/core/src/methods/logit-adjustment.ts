import type { Calibration } from '../calibration/calibration.js';
import { identityCalibration } from '../calibration/identity-calibration.js';
import { checkClassCounts, samplesOf, type ZeroCounts } from '../reweighting/check-class-counts.js';
import { targetShares, type TargetPrior } from '../reweighting/target-shares.js';

// K classes.

/** How strong logit adjustment is. */
export interface LogitAdjustmentOptions {
  /** Strength; 1 is the Bayes rule for the target prior. Default 1. */
  readonly tau?: number;
  /** What becomes of a class without training samples; `no-weight` leaves its logit alone. Default `error`. */
  readonly zeroCounts?: ZeroCounts;
  /** How often the classes occur where the classifier will be used. Default `uniform`. */
  readonly targetPrior?: TargetPrior;
}

/**
 * Post-hoc logit adjustment: `z_j - tau log r_j`, r the class frequencies (Menon et al., ICLR 2021, Eq. 9).
 * Under another target prior `pi`: `z_j - tau log(r_j / pi_j)`, at tau 1 the Bayes rule where p(x|y) stays and p(y) becomes
 * `pi`; under the training prior nothing changes, and a class of share 0 counts as one of 5e-324, the least above 0.
 * A margin by hand, so it is a calibration like any other: scale 1, no confidence layer.
 *
 * @param counts [K] training samples per class, in class order
 * @throws RangeError if a count breaks the rules of `checkClassCounts`, tau is not finite, or the target prior breaks
 *   the rules of `targetShares`
 * @example
 * import { calibrateOnHost, logitAdjustment } from '@disalign/core';
 * const batch = { rows: 1, features: new Float32Array(0), logits: Float32Array.of(2, 1) };
 * calibrateOnHost(batch, logitAdjustment([90, 10])); // [2.11, 3.30]
 */
export function logitAdjustment(counts: ArrayLike<number>, options: LogitAdjustmentOptions = {}): Calibration {
  const { tau = 1, zeroCounts = 'error', targetPrior = 'uniform' } = options;
  if (!Number.isFinite(tau)) throw new RangeError(`logitAdjustment: \`tau\` must be finite, got ${tau}`);
  checkClassCounts(counts, zeroCounts);
  const sizes = samplesOf(counts, zeroCounts);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const wanted = logTarget(sizes, targetPrior);
  const margin = (size: number, k: number) => (size === 0 ? 0 : tau * (Math.log(total) - Math.log(size) + wanted[k]));
  return { ...identityCalibration(counts.length), bias: Float64Array.from(sizes, margin) };
}

/** `log pi_j`, without the constant of a uniform prior, which moves no decision. */
function logTarget(sizes: readonly number[], targetPrior: TargetPrior): Float64Array {
  if (targetPrior === 'uniform' || sizes.every((size) => size === 0)) return new Float64Array(sizes.length);
  return targetShares(targetPrior, sizes, 'no-weight').map((share) => Math.log(Math.max(share, Number.MIN_VALUE)));
}
