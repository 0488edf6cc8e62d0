import { createViewSplit } from './create-view-split.js';
import type { ImageShape, ImageSplit } from './image-data-set.js';
import { renderImage } from './photographs/render-image.js';

/** Makes a split of labels and of a function that gives the bytes of one row as it is; views are made of these bytes. */
export function createImageSplit(
  labels: Int32Array,
  shape: ImageShape,
  readStill: (row: number) => Uint8Array | Promise<Uint8Array>,
): ImageSplit {
  const form = { ...shape, resize: Math.min(shape.height, shape.width) };
  return createViewSplit(labels, shape, async (row, view) => {
    const data = await readStill(row);
    return view === undefined ? data : renderImage({ ...shape, data }, form, view);
  });
}
