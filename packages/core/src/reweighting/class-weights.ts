// K classes.

/** `sum`: the weights sum to 1 (the paper). `classes`: they sum to K (the authors' code). */
export type WeightNormalization = 'sum' | 'classes';

/**
 * What a class without training samples gets: `error` refuses it, `as-one` counts it as one sample,
 * `no-weight` gives it weight 0 and leaves it out of the normaliser.
 */
export type ZeroCounts = 'error' | 'as-one' | 'no-weight';

/** How class weights follow from class counts. */
export interface ClassWeightOptions {
  /** Strength of re-weighting, >= 0: 0 weighs all classes alike, 1 by inverse frequency. */
  readonly rho: number;
  /** Default `sum`. */
  readonly normalization?: WeightNormalization;
  /** Default `error`. */
  readonly zeroCounts?: ZeroCounts;
}

/**
 * Class weights of generalized re-weighting: `w_c = (1/r_c)^rho / sum_k (1/r_k)^rho`, r the class frequencies
 * (paper Eq. 11). Counts are taken relative to the smallest: nothing overflows, and counts to 1e9 at rho 5 keep every digit.
 *
 * @param counts [K] training samples per class, in class order
 * @returns [K] float64; sums to 1, or to K under `normalization: 'classes'`
 * @throws RangeError if a count is negative, not an integer, or zero under `zeroCounts: 'error'`, if no class has a weight,
 *   or rho is not in [0, inf)
 * @example
 * import { classWeights } from '@disalign/core';
 * classWeights([1280, 100, 5], { rho: 1 }); // Float64Array [0.0037, 0.0474, 0.9489]
 */
export function classWeights(counts: ArrayLike<number>, options: ClassWeightOptions): Float64Array {
  const { rho, normalization = 'sum', zeroCounts = 'error' } = options;
  if (!(rho >= 0 && rho < Infinity)) throw new RangeError(`classWeights: \`rho\` must be >= 0, got ${rho}`);
  checkClassCounts(counts, zeroCounts);
  const sizes = Array.from(counts, (count) => (count === 0 && zeroCounts === 'as-one' ? 1 : count));
  const smallest = sizes.reduce((least, size) => (size > 0 && size < least ? size : least), Infinity);
  if (smallest === Infinity) throw new RangeError('classWeights: `counts` must hold a positive count, got zeros only');
  const relative = Float64Array.from(sizes, (size) => (size === 0 ? 0 : (smallest / size) ** rho));
  const sum = relative.reduce((a, b) => a + b, 0);
  const total = normalization === 'sum' ? 1 : counts.length;
  return relative.map((weight) => (total * weight) / sum);
}

/**
 * Checks class counts: at least one class, non-negative integers and, under `zeroCounts: 'error'`, no zero.
 *
 * @throws RangeError naming the first class that breaks the rule
 * @example
 * import { checkClassCounts } from '@disalign/core';
 * checkClassCounts([1280, 100, 5]);
 */
export function checkClassCounts(counts: ArrayLike<number>, zeroCounts: ZeroCounts = 'error'): void {
  if (counts.length === 0) throw new RangeError('classWeights: `counts` must hold at least one class, got none');
  for (let k = 0; k < counts.length; k++) {
    if (!Number.isSafeInteger(counts[k]) || counts[k] < 0) {
      throw new RangeError(`classWeights: \`counts[${k}]\` must be a non-negative integer, got ${counts[k]}`);
    }
    if (counts[k] === 0 && zeroCounts === 'error') {
      throw new RangeError(
        `classWeights: \`counts[${k}]\` must be positive, got 0 (set zeroCounts to 'as-one' or 'no-weight' to allow it)`,
      );
    }
  }
}
