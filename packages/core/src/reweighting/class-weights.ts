import { dropBackground, insertBackground, type BackgroundColumn } from './background-column.js';
import { checkClassCounts, samplesOf, type ZeroCounts } from './check-class-counts.js';
import { targetShares, type TargetPrior } from './target-shares.js';

// K classes.

/** `sum`: the weights sum to 1 (the paper). `classes`: they sum to K (the authors' code). */
export type WeightNormalization = 'sum' | 'classes';

/** How class weights follow from class counts. */
export interface ClassWeightOptions {
  /** Strength of re-weighting, >= 0: 0 weighs all classes alike, 1 by inverse frequency. */
  readonly rho: number;
  /** Default `sum`. */
  readonly normalization?: WeightNormalization;
  /** Default `error`. */
  readonly zeroCounts?: ZeroCounts;
  /** How often the classes occur where the classifier will be used. Default `uniform`, the paper's. */
  readonly targetPrior?: TargetPrior;
  /** A column that weighs 1 and has no part in the sum, whatever its count. Default: there is none. */
  readonly background?: BackgroundColumn | null;
}

/**
 * Class weights of generalized re-weighting: `w_c = (1/r_c)^rho / sum_k (1/r_k)^rho`, r the class frequencies
 * (paper Eq. 11). Counts are taken relative to the smallest: nothing overflows, and counts to 1e9 at rho 5 keep every digit.
 *
 * Under another target prior `pi`: `w_c = (pi_c/r_c)^rho / sum_k (pi_k/r_k)^rho`. The reference of Eq. 10 puts `w_c` on the
 * true class, so the loss of Eq. 9 is in expectation `-sum_c r_c w_c E[log p_m(c|x) | c]`: the classes count by
 * `r_c w_c ~ r_c^(1-rho) pi_c^rho`, which goes from the training prior at rho 0 to the target prior at rho 1. With `pi`
 * uniform this is Eq. 11, number for number; with `pi = r` every weight is the same, whatever rho is.
 * A class that the target prior leaves out has the weight 0.
 *
 * With a background column the C other classes are weighed as if it were not there (they sum to 1, or to C), and it weighs 1.
 *
 * @param counts [K] training samples per class, in class order
 * @returns [K] float64; sums to 1, or to K under `normalization: 'classes'`, without the background
 * @throws RangeError if a count is negative, not an integer, or zero under `zeroCounts: 'error'`, if no class has a weight,
 *   if rho is not in [0, inf), or the target prior breaks the rules of `targetShares`
 * @example
 * import { classWeights } from '@disalign/core';
 * classWeights([1280, 100, 5], { rho: 1 }); // Float64Array [0.0037, 0.0474, 0.9489]
 */
export function classWeights(counts: ArrayLike<number>, options: ClassWeightOptions): Float64Array {
  const { rho, normalization = 'sum', zeroCounts = 'error', targetPrior = 'uniform', background } = options;
  if (background) return weightsBesideBackground(counts, background, options);
  if (!(rho >= 0 && rho < Infinity)) throw new RangeError(`classWeights: \`rho\` must be >= 0, got ${rho}`);
  checkClassCounts(counts, zeroCounts);
  const sizes = samplesOf(counts, zeroCounts);
  const smallest = sizes.reduce((least, size) => (size > 0 && size < least ? size : least), Infinity);
  if (smallest === Infinity) throw new RangeError('classWeights: `counts` must hold a positive count, got zeros only');
  const relative = wantedOverHad(sizes, smallest, targetPrior).map((ratio) => (ratio > 0 ? ratio ** rho : 0));
  const sum = relative.reduce((a, b) => a + b, 0);
  const total = normalization === 'sum' ? 1 : counts.length;
  return relative.map((weight) => (total * weight) / sum);
}

function weightsBesideBackground(
  counts: ArrayLike<number>,
  background: BackgroundColumn,
  options: ClassWeightOptions,
): Float64Array {
  const { targetPrior = 'uniform' } = options;
  const foreground = classWeights(dropBackground(counts, background), {
    ...options,
    targetPrior: typeof targetPrior === 'string' ? targetPrior : dropBackground(targetPrior, background),
    background: null,
  });
  return Float64Array.from(insertBackground(foreground, background, 1));
}

/** `pi_c / r_c` of each class, relative to the largest; 0 for a class without samples. */
function wantedOverHad(sizes: readonly number[], smallest: number, targetPrior: TargetPrior): Float64Array {
  const inverse = Float64Array.from(sizes, (size) => (size === 0 ? 0 : smallest / size));
  if (targetPrior === 'uniform') return inverse;
  const shares = targetShares(targetPrior, sizes, 'no-weight');
  const ratios = inverse.map((value, k) => value * shares[k]);
  const largest = ratios.reduce((a, b) => Math.max(a, b), 0);
  if (largest > 0) return ratios.map((ratio) => ratio / largest);
  throw new RangeError('classWeights: `targetPrior` must be positive for a class with training samples');
}
