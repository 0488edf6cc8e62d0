import { countLogitRows, nanError, type LogitArray } from './logit-rows.js';

// N rows, K classes.

/**
 * Top-1 prediction of each row: `argmax_k z_k`, of equal logits the one with the lowest class index (paper Eq. 1).
 *
 * @param logits [N, K] row-major
 * @param classes K
 * @returns [N] class indices
 * @throws RangeError on NaN (naming the row), or if `logits` does not hold whole rows
 * @example
 * import { predictClasses } from '@disalign/core';
 * predictClasses(Float32Array.of(0, 2, 1, 1), 2); // Int32Array [1, 0]
 */
export function predictClasses(logits: LogitArray, classes: number): Int32Array {
  const rows = countLogitRows('predictClasses', logits, classes);
  const predicted = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const offset = row * classes;
    let largest = -Infinity;
    for (let k = 0; k < classes; k++) {
      const score = logits[offset + k];
      if (score > largest) {
        largest = score;
        predicted[row] = k;
      } else if (Number.isNaN(score)) throw nanError('predictClasses', row, k);
    }
  }
  return predicted;
}

/** Index of the largest score, the lowest one if several are largest. */
export function topClass(scores: LogitArray): number {
  let top = 0;
  for (let k = 1; k < scores.length; k++) {
    if (scores[k] > scores[top]) top = k;
  }
  return top;
}
