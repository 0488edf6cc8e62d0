import type { Frequency } from '../data/ground-truth.js';

/**
 * Groups of LVIS by the number of TRAINING images that show a category: 'r' rare up to 10, 'c' common up to 100, 'f' frequent more.
 *
 * These are the limits of the released v1 data (a comment in the official code puts 10 and 100 into the higher group); a category
 * without any image is rare.
 *
 * @param imageCounts [K] training images of each category
 * @throws RangeError on a count that is no whole number from 0
 * @example
 * import { frequencyGroups } from '@disalign/detection';
 * frequencyGroups([1, 10, 11, 100, 101]); // ['r', 'r', 'c', 'c', 'f']
 */
export function frequencyGroups(imageCounts: readonly number[]): Frequency[] {
  const wrong = imageCounts.findIndex((count) => !(Number.isSafeInteger(count) && count >= 0));
  if (wrong >= 0) {
    throw new RangeError(
      `frequencyGroups: \`imageCounts[${wrong}]\` must be a whole number from 0, got ${imageCounts[wrong]}`,
    );
  }
  return imageCounts.map((count) => (count <= 10 ? 'r' : count <= 100 ? 'c' : 'f'));
}
