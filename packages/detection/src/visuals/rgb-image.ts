import type { Corners } from '../boxes/suppress-overlaps.js';
import type { ImageSize } from '../masks/run-length-mask.js';

/** A colour image. */
export interface RgbImage extends ImageSize {
  /** Bytes [H, W, 3], red green blue. */
  readonly pixels: Uint8Array;
}

/** Red, green, blue, from 0 to 255. */
export type Color = readonly [red: number, green: number, blue: number];

/** How a colour is laid on an image. */
export interface Paint {
  readonly color: Color;
  /** Share of the colour in what is seen. Default 1. */
  readonly opacity?: number;
}

/** An image of one colour. */
export function blankImage({ height, width }: ImageSize, color: Color = [255, 255, 255]): RgbImage {
  const image = { height, width, pixels: new Uint8Array(3 * height * width) };
  fillRectangle(image, [0, 0, width, height], { color });
  return image;
}

/** Paints the whole pixels of a rectangle, whose corners are rounded, as far as they lie in the image. */
export function fillRectangle(image: RgbImage, corners: Corners, paint: Paint): void {
  const [left, top, right, bottom] = corners.map(Math.round);
  for (let y = Math.max(0, top); y < Math.min(image.height, bottom); y++) {
    for (let x = Math.max(0, left); x < Math.min(image.width, right); x++)
      blendPixel(image, y * image.width + x, paint);
  }
}

/** Paints one pixel, by its number in the image. */
export function blendPixel({ pixels }: RgbImage, pixel: number, { color, opacity = 1 }: Paint): void {
  color.forEach((value, channel) => {
    const at = 3 * pixel + channel;
    pixels[at] = Math.round(opacity * value + (1 - opacity) * pixels[at]);
  });
}

/** Lays an image over another one, its left upper corner at `left`, `top`; it must fit. */
export function pasteImage(image: RgbImage, piece: RgbImage, { left, top }: { left: number; top: number }): void {
  for (let row = 0; row < piece.height; row++) {
    const line = piece.pixels.subarray(3 * row * piece.width, 3 * (row + 1) * piece.width);
    image.pixels.set(line, 3 * ((top + row) * image.width + left));
  }
}

/** Each pixel as a square of `factor` pixels. */
export function enlargeImage({ height, width, pixels }: RgbImage, factor: number): RgbImage {
  const enlarged = blankImage({ height: height * factor, width: width * factor });
  for (let y = 0; y < enlarged.height; y++) {
    for (let x = 0; x < enlarged.width; x++) {
      const from = 3 * (Math.floor(y / factor) * width + Math.floor(x / factor));
      enlarged.pixels.set(pixels.subarray(from, from + 3), 3 * (y * enlarged.width + x));
    }
  }
  return enlarged;
}
