import type { ImageSize } from '../masks/run-length-mask.js';
import type { Corners } from './suppress-overlaps.js';

/** A box cut at the borders of an image. */
export function clipBox([left, top, right, bottom]: Corners, { height, width }: ImageSize): Corners {
  const clip = (value: number, most: number) => Math.min(Math.max(value, 0), most);
  return [clip(left, width), clip(top, height), clip(right, width), clip(bottom, height)];
}

/** A box in an image of another size. */
export function scaleBox([left, top, right, bottom]: Corners, from: ImageSize, to: ImageSize): Corners {
  const [x, y] = [to.width / from.width, to.height / from.height];
  return [left * x, top * y, right * x, bottom * y];
}
