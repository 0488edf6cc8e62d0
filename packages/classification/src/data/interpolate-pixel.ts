import type { ImageShape } from './image-data-set.js';

/**
 * Bilinear value of channel `channel` at (x, y), 0 <= x <= width - 1 and 0 <= y <= height - 1, of the image that starts at `offset`.
 * Neither checked nor clamped: it runs once per pixel.
 */
export function interpolatePixel(
  pixels: Uint8Array,
  { width, height, channels }: ImageShape,
  { offset, channel, x, y }: { offset: number; channel: number; x: number; y: number },
): number {
  const left = Math.floor(x);
  const top = Math.floor(y);
  const right = Math.min(left + 1, width - 1);
  const bottom = Math.min(top + 1, height - 1);
  const alongX = x - left;
  const alongY = y - top;
  const upperRow = offset + top * width * channels + channel;
  const lowerRow = offset + bottom * width * channels + channel;
  const upper = pixels[upperRow + left * channels] * (1 - alongX) + pixels[upperRow + right * channels] * alongX;
  const lower = pixels[lowerRow + left * channels] * (1 - alongX) + pixels[lowerRow + right * channels] * alongX;
  return upper * (1 - alongY) + lower * alongY;
}
