import type { ImageSplit } from './image-data-set.js';
import { selectRows } from './select-rows.js';

// Decoders run in threads of their own: this many images are under way at once.
const imagesAtOnce = 16;

/** Makes a split of labels and of a function that gives the bytes of one row. */
export function createImageSplit(
  labels: Int32Array,
  imageBytes: number,
  readImage: (row: number) => Uint8Array | Promise<Uint8Array>,
): ImageSplit {
  const read: ImageSplit['read'] = async (selection) => {
    const rows = selectRows(selection, labels.length);
    const pixels = new Uint8Array(rows.length * imageBytes);
    for (let start = 0; start < rows.length; start += imagesAtOnce) {
      const images = await Promise.all(
        [...rows.subarray(start, start + imagesAtOnce)].map(async (row) => readImage(row)),
      );
      images.forEach((image, offset) => pixels.set(image, (start + offset) * imageBytes));
    }
    return pixels;
  };
  return { count: labels.length, labels, read };
}
