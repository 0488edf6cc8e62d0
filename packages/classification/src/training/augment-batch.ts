import { createRandom } from '@disalign/core';
import { augmentImage } from '../data/augment-image.js';
import type { ImageShape } from '../data/image-data-set.js';
import { mirrorImage } from '@disalign/core/photographs';
import type { TrainingAugmentation } from './trained-classifier.js';

/** Which views are drawn: `seedParts` and the row decide, whatever the batch. */
export interface BatchViews {
  readonly augmentation: TrainingAugmentation;
  readonly seedParts: readonly number[];
}

/** Puts another view of each image into its place. `pixels` are bytes [rows.length, height, width, channels]. */
export function augmentBatch(pixels: Uint8Array, rows: Int32Array, shape: ImageShape, views: BatchViews): void {
  const { flip = false, ...limits } = views.augmentation;
  const imageSize = shape.height * shape.width * shape.channels;
  rows.forEach((row, place) => {
    const random = createRandom(...views.seedParts, row);
    const image = pixels.subarray(place * imageSize, (place + 1) * imageSize);
    const view = augmentImage(image, shape, random, limits);
    image.set(flip && random.nextFloat() < 0.5 ? mirrorImage(view, shape) : view);
  });
}
