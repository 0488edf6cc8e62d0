import type { Calibration } from '../calibration/calibration.js';
import { identityCalibration } from '../calibration/identity-calibration.js';
import { dropBackground, insertBackground, type BackgroundColumn } from '../reweighting/background-column.js';
import { checkClassCounts, samplesOf, type ZeroCounts } from '../reweighting/check-class-counts.js';
import { logTargetShares, type TargetPrior } from '../reweighting/target-shares.js';
import { chooseStrength, evenGrid } from './choose-strength.js';
import { requirePart, trainCounts } from './method-data.js';
import { NOTHING_TRAINED, type Method, type MethodOptions } from './method.js';

// K classes.

/** How strong logit adjustment is. */
export interface LogitAdjustmentOptions {
  /** Strength; 1 is the Bayes rule for the target prior. Default 1. */
  readonly tau?: number;
  /** What becomes of a class without training samples; `no-weight` leaves its logit alone. Default `error`. */
  readonly zeroCounts?: ZeroCounts;
  /** How often the classes occur where the classifier will be used. Default `uniform`. */
  readonly targetPrior?: TargetPrior;
  /** A column whose logit stays, and has no part in the frequencies. Default: there is none. */
  readonly background?: BackgroundColumn | null;
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
  const { tau = 1, zeroCounts = 'error', targetPrior = 'uniform', background } = options;
  if (background) return adjustmentBesideBackground(counts, background, options);
  if (!Number.isFinite(tau)) throw new RangeError(`logitAdjustment: \`tau\` must be finite, got ${tau}`);
  checkClassCounts(counts, zeroCounts);
  const sizes = samplesOf(counts, zeroCounts);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const wanted = logTargetShares(targetPrior, sizes);
  const margin = (size: number, k: number) => (size === 0 ? 0 : tau * (Math.log(total) - Math.log(size) + wanted[k]));
  return { ...identityCalibration(counts.length), bias: Float64Array.from(sizes, margin) };
}

function adjustmentBesideBackground(
  counts: ArrayLike<number>,
  background: BackgroundColumn,
  options: LogitAdjustmentOptions,
): Calibration {
  const { targetPrior = 'uniform' } = options;
  const { bias } = logitAdjustment(dropBackground(counts, background), {
    ...options,
    targetPrior: typeof targetPrior === 'string' ? targetPrior : dropBackground(targetPrior, background),
    background: null,
  });
  return { ...identityCalibration(counts.length), bias: Float64Array.from(insertBackground(bias, background, 0)) };
}

/** What logit adjustment takes. */
export interface LogitAdjustmentMethodOptions extends MethodOptions {
  /** `auto`: the best of 0, 0.1, ... 3 on validation rows. Default 1. */
  readonly tau?: number | 'auto';
}

/** 0, 0.1, ... 3: as far as a fit looks for rho. */
const TAUS = evenGrid(3, 10);

/**
 * {@link logitAdjustment} by the training counts.
 *
 * @example
 * import { featuresInMemory, logitAdjustmentMethod } from '@disalign/core';
 * const train = featuresInMemory({ features: [[1], [2]], logits: [[0, 3], [3, 0]], labels: [1, 0] });
 * const { outcome } = await logitAdjustmentMethod.fit({ train, counts: [90, 10] });
 */
export const logitAdjustmentMethod: Method<LogitAdjustmentMethodOptions> = {
  name: 'logit-adjustment',
  facts: {
    title: 'Logit adjustment',
    score: 'z_j - tau log r_j',
    form: 'margin',
    origin: 'by hand',
    perInput: false,
    sampling: 'none',
    trainedParameters: NOTHING_TRAINED,
    hasTargetPrior: true,
    paper: 'Menon et al., ICLR 2021',
  },
  async fit(data, options = {}) {
    const counts = await trainCounts('logit-adjustment', data);
    const { zeroCounts, targetPrior } = options;
    const outcomeAt = (tau: number) =>
      ({ kind: 'calibration', calibration: logitAdjustment(counts, { tau, zeroCounts, targetPrior }) }) as const;
    const search = () => {
      const validation = requirePart('logit-adjustment', data, 'validation', "as `tau` is 'auto'");
      return chooseStrength({ grid: TAUS, validation, counts, outcomeAt }, options);
    };
    const tau = options.tau === 'auto' ? await search() : (options.tau ?? 1);
    return { method: 'logit-adjustment', outcome: outcomeAt(tau), trainedParameters: 0, chosen: { tau } };
  },
};
