import { renderImage } from '@disalign/core/photographs';
import { createViewSplit } from './create-view-split.js';
import type { ImageShape, ImageSplit } from './image-data-set.js';

/** Makes a split of labels and of a function that gives the bytes of one row as it is; views are made of these bytes. */
export function createImageSplit(
  labels: Int32Array,
  shape: ImageShape,
  readStill: (row: number) => Uint8Array | Promise<Uint8Array>,
): ImageSplit {
  const { height, width, channels } = shape;
  const form = { channels, resize: null, crop: { height, width } };
  return createViewSplit(labels, shape, async (row, view) => {
    const data = await readStill(row);
    return view === undefined ? data : renderImage({ ...shape, data }, form, view).data;
  });
}
