/**
 * Probabilities of logits, row by row, on the host: `exp(z_j - max z) / sum_k exp(z_k - max z)` (paper Eq. 7), in float64.
 *
 * @param logits [N, K], row-major
 * @param classes K
 * @returns float64 [N, K]; rows sum to 1
 * @throws RangeError if K is not a positive integer that divides the number of logits
 * @example
 * import { softmaxOnHost } from '@disalign/core';
 * softmaxOnHost(Float32Array.of(0, Math.log(3)), 2); // [0.25, 0.75]
 */
export function softmaxOnHost(logits: Float32Array | Float64Array, classes: number): Float64Array {
  const rows = logits.length / classes;
  if (!Number.isSafeInteger(classes) || classes < 1 || !Number.isInteger(rows)) {
    throw new RangeError(
      `softmaxOnHost: \`logits\` must hold rows of \`classes\` numbers, got ${logits.length} and ${classes}`,
    );
  }
  const probabilities = Float64Array.from(logits);
  for (let start = 0; start < logits.length; start += classes) {
    const row = probabilities.subarray(start, start + classes);
    let largest = -Infinity;
    for (let k = 0; k < classes; k++) largest = Math.max(largest, row[k]);
    let total = 0;
    for (let k = 0; k < classes; k++) total += row[k] = Math.exp(row[k] - largest);
    for (let k = 0; k < classes; k++) row[k] /= total;
  }
  return probabilities;
}
