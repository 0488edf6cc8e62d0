/** Where a class stands in the long tail. */
export type LongTailGroup = 'head' | 'body' | 'tail';

/** How many classes each group has. */
export type LongTailGroupSizes = Readonly<Record<LongTailGroup, number>>;

/**
 * Groups of the authors: by position in objectInfo150, which is sorted by the share of pixels; 20 head, 55 body and 75 tail classes.
 */
const authorsSizes: LongTailGroupSizes = { head: 20, body: 55, tail: 75 };

/**
 * Group of each class by its index, most frequent class first.
 *
 * @param sizes default: those of the authors for ADE20K, 20, 55 and 75
 * @returns [K], K the sum of the sizes
 * @throws RangeError unless sizes are non-negative integers
 * @example
 * import { longTailGroups } from '@disalign/segmentation';
 * longTailGroups({ head: 1, body: 1, tail: 2 }); // ['head', 'body', 'tail', 'tail']
 */
export function longTailGroups(sizes: LongTailGroupSizes = authorsSizes): LongTailGroup[] {
  return (['head', 'body', 'tail'] as const).flatMap((group) => {
    const size = sizes[group];
    if (Number.isSafeInteger(size) && size >= 0) return new Array<LongTailGroup>(size).fill(group);
    throw new RangeError(`longTailGroups: \`sizes.${group}\` must be a non-negative integer, got ${size}`);
  });
}

/**
 * Group of each class by how many pixels it has, of equal ones the lower index first. On ADE20K's own pixels this moves one pair of
 * classes, computer and swivel chair, between body and tail, and so every score of theirs a little.
 *
 * @param pixels [K] in class order, as `PixelCounts` counts them
 * @param sizes default: those of the authors for ADE20K; they must add up to K
 * @returns [K]
 * @throws RangeError unless sizes are non-negative integers that add up to K
 * @example
 * import { longTailGroupsByPixels } from '@disalign/segmentation';
 * longTailGroupsByPixels([7, 900, 30], { head: 1, body: 1, tail: 1 }); // ['tail', 'head', 'body']
 */
export function longTailGroupsByPixels(
  pixels: ArrayLike<number>,
  sizes: LongTailGroupSizes = authorsSizes,
): LongTailGroup[] {
  const groups = longTailGroups(sizes);
  if (groups.length !== pixels.length) {
    throw new RangeError(
      `longTailGroupsByPixels: \`sizes\` must add up to ${pixels.length} classes, got ${groups.length}`,
    );
  }
  const byPixels = Array.from(pixels, (_, k) => k).sort((a, b) => pixels[b] - pixels[a] || a - b);
  const grouped = new Array<LongTailGroup>(pixels.length);
  for (const [rank, k] of byPixels.entries()) grouped[k] = groups[rank];
  return grouped;
}
