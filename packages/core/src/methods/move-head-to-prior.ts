import type { HeadArrays } from '../heads/head-arrays.js';
import { checkClassCounts, samplesOf, type ZeroCounts } from '../reweighting/check-class-counts.js';
import { logTargetShares, type TargetPrior } from '../reweighting/target-shares.js';

// K classes.

/** Where a head is moved to. */
export interface MoveHeadOptions {
  /** How often the classes occur where the head will be used. */
  readonly targetPrior: TargetPrior;
  /** What becomes of a class without training samples. Default `error`. */
  readonly zeroCounts?: ZeroCounts;
}

/**
 * A head that was trained for the uniform prior, for another target prior `pi`: `b_j + log pi_j`, the Bayes rule where p(x|y) stays
 * and p(y) becomes `pi`. The uniform prior gives the head back as it is.
 *
 * @param counts [K] training samples per class, in class order: what `training` and `backward` are made of
 * @returns a new head; the given one is left as it is
 * @throws RangeError if a count or the target prior breaks the rules of `targetShares`
 * @example
 * import { moveHeadToPrior } from '@disalign/core';
 * const head = { classes: 2, featureSize: 1, weight: Float32Array.of(1, -1), bias: null, unitParts: null };
 * moveHeadToPrior(head, [75, 25], { targetPrior: 'training' }).bias; // [log 0.75, log 0.25]
 */
export function moveHeadToPrior(
  head: HeadArrays,
  counts: readonly number[],
  { targetPrior, zeroCounts = 'error' }: MoveHeadOptions,
): HeadArrays {
  if (targetPrior === 'uniform') return head;
  checkClassCounts(counts, zeroCounts);
  const moves = logTargetShares(targetPrior, samplesOf(counts, zeroCounts));
  return { ...head, bias: Float32Array.from(moves, (move, j) => (head.bias?.[j] ?? 0) + move) };
}
