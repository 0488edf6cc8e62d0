/** Ends of an exponential long tail. */
export interface ExponentialCountsOptions {
  /** K, at least 1. */
  readonly classes: number;
  /** Images of the first class. */
  readonly max: number;
  /** Images of the first class for one of the last. At least 1. */
  readonly imbalance: number;
}

/**
 * Class sizes that fall by a constant factor: the rule behind CIFAR-10-LT and CIFAR-100-LT.
 *
 * `n_i = floor(max (1 / imbalance)^(i / (K - 1)))`, i = 0..K-1, as in the code of Cao et al. 2019 (LDAM).
 *
 * @returns counts [K], in class order
 * @throws RangeError when `classes` or `max` is not a positive integer, or `imbalance` is under 1
 *
 * @example
 * ```ts
 * import { exponentialCounts } from '@disalign/classification';
 * exponentialCounts({ classes: 3, max: 100, imbalance: 100 }); // [100, 10, 1]
 * ```
 */
export function exponentialCounts({ classes, max, imbalance }: ExponentialCountsOptions): number[] {
  if (!Number.isInteger(classes) || classes < 1) {
    throw new RangeError(`exponentialCounts: \`classes\` must be a positive integer, got ${classes}`);
  }
  if (!Number.isInteger(max) || max < 1) {
    throw new RangeError(`exponentialCounts: \`max\` must be a positive integer, got ${max}`);
  }
  if (!(imbalance >= 1 && Number.isFinite(imbalance))) {
    throw new RangeError(`exponentialCounts: \`imbalance\` must be finite and at least 1, got ${imbalance}`);
  }
  return Array.from({ length: classes }, (_, index) =>
    index === 0 ? max : Math.floor(max * (1 / imbalance) ** (index / (classes - 1))),
  );
}
