import type { CategoryOccurrences } from './category-occurrences.js';

/** How often images are repeated for their rare categories. */
export interface RepeatFactors {
  /** [K] 1 for a category that no image shows */
  readonly categories: Float64Array;
  /** [I] */
  readonly images: Float64Array;
}

/**
 * Repeat-factor sampling of LVIS: an image comes up as often in an epoch as the rarest of its categories asks for,
 *
 * `r(c) = max(1, sqrt(t / f(c)))` with f(c) the part of the images that show c, and `r(i)` the largest r(c) of the image; 1 for an
 * image without annotations.
 *
 * @param threshold t: a category in fewer than this part of the images is repeated. Default 0.001, that of LVIS
 * @throws RangeError on a threshold that is not from 0 to 1
 * @example
 * import { repeatFactors } from '@disalign/detection';
 * const imageCategories = [Uint16Array.of(0), Uint16Array.of(0), Uint16Array.of(0), Uint16Array.of(0, 1)];
 * repeatFactors({ imageCounts: [4, 1], imageCategories }, 1).images; // 1, 1, 1, 2
 */
export function repeatFactors(
  { imageCounts, imageCategories }: Pick<CategoryOccurrences, 'imageCounts' | 'imageCategories'>,
  threshold = 0.001,
): RepeatFactors {
  if (!(threshold >= 0 && threshold <= 1)) {
    throw new RangeError(`repeatFactors: \`threshold\` must be from 0 to 1, got ${threshold}`);
  }
  const factorOf = (count: number) =>
    count === 0 ? 1 : Math.max(1, Math.sqrt(threshold / (count / imageCategories.length)));
  const categories = Float64Array.from(imageCounts, factorOf);
  const images = Float64Array.from(imageCategories, (shown) =>
    shown.reduce((most, k) => Math.max(most, categories[k]), 1),
  );
  return { categories, images };
}
