import type { ImageSplit } from '../data/image-data-set.js';

/** Up to this size the images of a split are decoded once and kept; those of a larger one are decoded again in each epoch. */
const maxKeptBytes = 2 ** 29;

/** Reads bytes of the given rows, in their order, again and again: from memory, where the split is small enough. */
export async function keepImages(
  split: ImageSplit,
  imageSize: number,
): Promise<(rows: Int32Array) => Promise<Uint8Array>> {
  if (split.count * imageSize > maxKeptBytes) return (rows) => split.read(rows);
  const kept = await split.read();
  return async (rows) => {
    const pixels = new Uint8Array(rows.length * imageSize);
    rows.forEach((row, place) => {
      pixels.set(kept.subarray(row * imageSize, (row + 1) * imageSize), place * imageSize);
    });
    return pixels;
  };
}
