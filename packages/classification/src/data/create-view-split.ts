import { createRandom } from '@disalign/core';
import { drawView, type DrawnView } from '@disalign/core/photographs';
import type { ImageShape, ImageSplit } from './image-data-set.js';
import { selectRows } from './select-rows.js';

// Decoders run in threads of their own: this many images are under way at once.
const imagesAtOnce = 16;

/** Gives the bytes [height, width, channels] of one row: a view of it, or its form of evaluation. */
export type ReadImage = (row: number, view?: DrawnView) => Uint8Array | Promise<Uint8Array>;

/** Makes a split of labels and of a function that gives the bytes of one row in any view. */
export function createViewSplit(labels: Int32Array, shape: ImageShape, readImage: ReadImage): ImageSplit {
  const imageBytes = shape.height * shape.width * shape.channels;
  const read: ImageSplit['read'] = async (selection, view) => {
    const rows = selectRows(selection, labels.length);
    const pixels = new Uint8Array(rows.length * imageBytes);
    const readRow = async (row: number) =>
      readImage(row, view && drawView(view.augmentation, createRandom(...view.seedParts, row)));
    for (let start = 0; start < rows.length; start += imagesAtOnce) {
      const reads = [...rows.subarray(start, start + imagesAtOnce)].map(readRow);
      // All run at once; of several that fail, the first in order is reported, not the first to end.
      await Promise.allSettled(reads);
      for (const [offset, image] of reads.entries()) pixels.set(await image, (start + offset) * imageBytes);
    }
    return pixels;
  };
  return { count: labels.length, labels, read };
}
