import type { RgbImage } from '../data/segmentation-data-set.js';
import type { ImageSize } from '../labels/label-map.js';
import type { PixelMap } from './pixel-map.js';
import { resizeBilinear } from './resize-bilinear.js';

/** What is subtracted from red, green and blue, and what they are divided by. */
export interface ColorNormalization {
  readonly mean: readonly [number, number, number];
  readonly deviation: readonly [number, number, number];
}

/** Mean and deviation of ImageNet's colours in bytes, under which mmsegmentation's backbones were trained. */
export const imagenetColors: ColorNormalization = {
  mean: [123.675, 116.28, 103.53],
  deviation: [58.395, 57.12, 57.375],
};

/**
 * An image as a network's input: resized bilinearly without antialiasing, rounded to bytes, and normalised. OpenCV, which cuts digits
 * off on the way, gives the same bytes or, for one in eight, one level beside it.
 *
 * @param size of the input
 * @returns [height, width, 3]
 * @throws RangeError if sides are no positive integers, or do not fit the pixels
 * @example
 * import { prepareInput } from '@disalign/segmentation';
 * const image = { height: 1, width: 1, pixels: Uint8Array.of(124, 116, 104) };
 * prepareInput(image, { height: 2, width: 2 }).data; // near 0
 */
export function prepareInput(
  { height, width, pixels }: RgbImage,
  size: ImageSize,
  { mean, deviation }: ColorNormalization = imagenetColors,
): PixelMap {
  const { data, ...map } = resizeBilinear({ height, width, channels: 3, data: Float32Array.from(pixels) }, size);
  for (let i = 0; i < data.length; i++) data[i] = (Math.round(data[i]) - mean[i % 3]) / deviation[i % 3];
  return { ...map, data };
}
