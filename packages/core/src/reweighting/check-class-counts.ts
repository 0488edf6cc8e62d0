// K classes.

/**
 * What a class without training samples gets: `error` refuses it, `as-one` counts it as one sample,
 * `no-weight` gives it weight 0 and leaves it out of the normaliser.
 */
export type ZeroCounts = 'error' | 'as-one' | 'no-weight';

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

/** Counts with what `zeroCounts` says of classes without samples: `as-one` makes them 1, `no-weight` leaves 0. */
export function samplesOf(counts: ArrayLike<number>, zeroCounts: ZeroCounts): number[] {
  return Array.from(counts, (count) => (count === 0 && zeroCounts === 'as-one' ? 1 : count));
}
