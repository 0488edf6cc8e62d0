import type { ImageSize } from '../labels/label-map.js';

/** @throws RangeError unless both sides are positive integers */
export function checkImageSize(caller: string, { height, width }: ImageSize): void {
  if (Number.isSafeInteger(height) && Number.isSafeInteger(width) && height > 0 && width > 0) return;
  throw new RangeError(`${caller}: height and width must be positive integers, got ${height} and ${width}`);
}
