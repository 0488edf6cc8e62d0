/**
 * Whether scores look like probabilities: all in [0, 1], and each row sums to 1 within 1e-3.
 *
 * @param scores [N, K], row-major
 * @returns false for no rows, and for one class, where nothing can be told
 */
export function looksLikeProbabilities(scores: Float32Array, classes: number): boolean {
  if (scores.length === 0 || classes < 2) return false;
  for (let first = 0; first < scores.length; first += classes) {
    let sum = 0;
    for (let at = first; at < first + classes; at++) {
      if (!(scores[at] >= 0 && scores[at] <= 1)) return false;
      sum += scores[at];
    }
    if (Math.abs(sum - 1) > 1e-3) return false;
  }
  return true;
}
