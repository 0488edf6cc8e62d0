import type { ImageSize } from '../labels/label-map.js';

/** Numbers at every pixel, pixel by pixel ("NHWC"): the colours of an image, the features or the logits of a network. */
export interface PixelMap extends ImageSize {
  readonly channels: number;
  /** [H, W, C] row-major. */
  readonly data: Float32Array;
}

/** @throws RangeError unless sides and channels are positive integers and there is one number for each channel of each pixel */
export function checkPixelMap(caller: string, { height, width, channels, data }: PixelMap): void {
  const sides = [height, width, channels];
  if (sides.some((side) => !Number.isSafeInteger(side) || side < 1)) {
    throw new RangeError(`${caller}: height, width and channels must be positive integers, got ${sides.join(', ')}`);
  }
  if (data.length !== height * width * channels) {
    throw new RangeError(`${caller}: \`data\` must have ${height * width * channels} entries, got ${data.length}`);
  }
}

/** Where the first number is that is NaN or infinite, or -1. A plain loop: maps have millions of numbers, and `findIndex` calls a function for each. */
export function findNonFinite(data: Float32Array): number {
  for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i])) return i;
  return -1;
}
