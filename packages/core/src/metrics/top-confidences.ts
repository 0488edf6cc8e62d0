import { countLogitRows, logitRow, type LogitArray } from './logit-rows.js';

// N rows, K classes.

/**
 * Confidence of each row's top-1 prediction: `max_k softmax(z)_k = 1 / sum_k exp(z_k - max_j z_j)` (paper Eq. 7), in
 * float64. Where the largest logit is infinite, the classes that share it share the probability.
 *
 * @param logits [N, K] row-major
 * @param classes K
 * @returns [N] in [1/K, 1]
 * @throws RangeError on NaN (naming the row), or if `logits` does not hold whole rows
 * @example
 * import { topConfidences } from '@disalign/core';
 * topConfidences(Float32Array.of(0, 0, 1000, 0), 2); // Float64Array [0.5, 1]
 */
export function topConfidences(logits: LogitArray, classes: number): Float64Array {
  const rows = countLogitRows('topConfidences', logits, classes);
  return Float64Array.from({ length: rows }, (_, row) =>
    topConfidence(logitRow('topConfidences', logits, row, classes)),
  );
}

/** Largest softmax probability of one row. */
export function topConfidence(scores: LogitArray): number {
  let largest = -Infinity;
  for (const score of scores) if (score > largest) largest = score;
  let sum = 0;
  // The largest score adds 1 by name: as a difference, Infinity - Infinity, it would be NaN.
  for (const score of scores) sum += score === largest ? 1 : Math.exp(score - largest);
  return 1 / sum;
}
