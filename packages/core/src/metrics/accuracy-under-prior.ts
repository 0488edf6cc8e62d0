import type { ClassificationCounts } from './classification-counts.js';

// K classes.

/**
 * Accuracy that a classifier would have where the classes occur by another prior than in the rows that were counted:
 * `sum_c pi_c a_c / sum_c pi_c` over the classes that have rows, a_c the accuracy of class c. So one balanced test set tells
 * of every test distribution whose classes look the same, p(x|y), and only occur more or less often, p(y).
 * A uniform prior gives the mean per-class accuracy.
 *
 * @param counts of the evaluation rows
 * @param prior [K] share of each class, see `targetShares`; need not sum to 1
 * @param k correct among the k largest scores, one of those that were counted. Default 1
 * @returns in [0, 1]; null where no class with rows has a share
 * @throws RangeError unless `prior` holds K finite numbers >= 0, and `k` was counted
 * @example
 * import { accuracyUnderPrior, ClassificationCounts, targetShares } from '@disalign/core';
 * const counts = new ClassificationCounts({ classes: 2 });
 * counts.add({ logits: Float32Array.of(2, 0, 3, 1), labels: Int32Array.of(0, 1) });
 * accuracyUnderPrior(counts, targetShares('training', [90, 10])); // 0.9
 */
export function accuracyUnderPrior(
  { classes, topK, correct, support }: ClassificationCounts,
  prior: ArrayLike<number>,
  k = 1,
): number | null {
  checkPrior(prior, classes);
  const counted = topK.indexOf(k);
  if (counted < 0) {
    throw new RangeError(`accuracyUnderPrior: \`k\` must be one of ${topK.join(', ')}, as counted, got ${k}`);
  }
  const accuracies = Array.from(support, (rows, c) => (rows === 0 ? null : correct[counted][c] / rows));
  return meanUnderPrior(accuracies, prior);
}

/** `sum_c pi_c a_c / sum_c pi_c` over the classes that have a value (null: none). */
export function meanUnderPrior(values: readonly (number | null)[], prior: ArrayLike<number>): number | null {
  // Relative to the largest, so that equal shares are the factor 1: the plain mean, to the last bit.
  const largest = Array.from(prior).reduce((a, b) => Math.max(a, b), 0);
  let [sum, total] = [0, 0];
  values.forEach((value, c) => {
    if (value === null || prior[c] === 0) return;
    const share = prior[c] / largest;
    sum += share * value;
    total += share;
  });
  return total === 0 ? null : sum / total;
}

function checkPrior(prior: ArrayLike<number>, classes: number): void {
  if (prior.length !== classes) {
    throw new RangeError(`accuracyUnderPrior: \`prior\` must hold ${classes} numbers, got ${prior.length}`);
  }
  for (let c = 0; c < classes; c++) {
    if (prior[c] >= 0 && prior[c] < Infinity) continue;
    throw new RangeError(`accuracyUnderPrior: \`prior[${c}]\` must be finite and not negative, got ${prior[c]}`);
  }
}
