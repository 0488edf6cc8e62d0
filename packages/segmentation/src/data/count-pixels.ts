import { PixelCounts } from './pixel-counts.js';
import { readAhead } from './read-ahead.js';
import type { SegmentationSplit } from './segmentation-data-set.js';

/** What is counted, and who is told how far it is. */
export interface CountPixelsOptions {
  /** K. Default 150. */
  readonly classes?: number;
  /** Images to count: rows `start`..`end` - 1. Parts counted apart are merged with `PixelCounts.merge`. Default all. */
  readonly rows?: { readonly start: number; readonly end: number };
  /** Called after each image. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

/**
 * Counts the pixels of each class over the annotations of a split, read a few at a time.
 *
 * @throws FileFormatError naming the annotation that cannot be read
 * @throws RangeError unless `rows` is a range of rows of the split
 * @example
 * import { countPixels, type SegmentationSplit } from '@disalign/segmentation';
 * const map = { height: 1, width: 2, labels: Uint8Array.of(3, 255) };
 * const split: Pick<SegmentationSplit, 'count' | 'readLabels'> = { count: 5, readLabels: async () => map };
 * (await countPixels(split)).pixels[3]; // 5
 */
export async function countPixels(
  split: Pick<SegmentationSplit, 'count' | 'readLabels'>,
  { classes = 150, rows = { start: 0, end: split.count }, onProgress }: CountPixelsOptions = {},
): Promise<PixelCounts> {
  const { start, end } = rows;
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || end < start || end > split.count) {
    throw new RangeError(`countPixels: \`rows\` must be a range in 0..${split.count}, got ${start}..${end}`);
  }
  const counts = new PixelCounts(classes);
  const total = end - start;
  for await (const map of readAhead(total, (row) => split.readLabels(start + row))) {
    counts.add(map);
    onProgress?.({ done: counts.images, total });
  }
  return counts;
}
