/** Candidates that one sort can hold: a score's 31 bits and an index make an integer below 2^53. */
const MOST_CANDIDATES = 2 ** 22;

/**
 * Indices by falling score, of equal ones the lower first: what a stable sort gives, by one sort of numbers.
 *
 * @param scores not negative
 * @throws RangeError if there are more than 4,194,304, or one is negative or NaN
 */
export function orderByScore(scores: Float32Array): Int32Array {
  if (scores.length > MOST_CANDIDATES) {
    throw new RangeError(
      `orderByScore: \`scores\` must be at most ${MOST_CANDIDATES}, got ${scores.length}: raise the score threshold`,
    );
  }
  // The bits of floats that are not negative rise as they do.
  const bits = new Int32Array(scores.buffer, scores.byteOffset, scores.length);
  const keys = new Float64Array(scores.length);
  for (let index = 0; index < scores.length; index++) {
    if (!(scores[index] >= 0)) {
      throw new RangeError(`orderByScore: \`scores[${index}]\` must not be negative, got ${scores[index]}`);
    }
    keys[index] = (2 ** 31 - 1 - (bits[index] & 0x7fffffff)) * MOST_CANDIDATES + index;
  }
  keys.sort();
  return Int32Array.from(keys, (key) => key % MOST_CANDIDATES);
}
