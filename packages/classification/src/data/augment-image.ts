import type { Random } from '@disalign/core';
import type { ImageShape } from './image-data-set.js';
import { interpolatePixel } from './interpolate-pixel.js';

/** How far an augmented view may be from its image. Each amount is drawn uniformly from both signs. */
export interface AugmentationLimits {
  /** Pixels along x and along y. Default 2. */
  readonly shift?: number;
  /** Degrees about the centre. Default 5. */
  readonly rotation?: number;
  /** Largest factor of growing or shrinking, at least 1. Default 1.05. */
  readonly scale?: number;
}

/**
 * Another view of an image: shifted, turned and scaled a little. It needs the image alone, whatever data set that is from.
 *
 * Bilinear; where the view looks past the border, the border pixel repeats. Limits of shift 0, rotation 0, scale 1 give the image back.
 *
 * @param image bytes [height, width, channels]
 * @returns bytes [height, width, channels]
 * @throws RangeError when the length of `image` is not that of `shape`, or a limit is out of range
 *
 * @example
 * ```ts
 * import { augmentImage } from '@disalign/classification';
 * import { createRandom } from '@disalign/core';
 * const image = new Uint8Array(32 * 32).fill(7);
 * const view = augmentImage(image, { height: 32, width: 32, channels: 1 }, createRandom(1));
 * ```
 */
export function augmentImage(
  image: Uint8Array,
  shape: ImageShape,
  random: Random,
  { shift = 2, rotation = 5, scale = 1.05 }: AugmentationLimits = {},
): Uint8Array {
  const { height, width, channels } = shape;
  if (image.length !== height * width * channels) {
    throw new RangeError(
      `augmentImage: \`image\` must hold ${height} x ${width} x ${channels} bytes, got ${image.length}`,
    );
  }
  if (!(shift >= 0 && rotation >= 0 && scale >= 1)) {
    throw new RangeError(
      `augmentImage: limits must be shift >= 0, rotation >= 0, scale >= 1, got ${shift}, ${rotation}, ${scale}`,
    );
  }
  const within = (limit: number) => limit * (2 * random.nextFloat() - 1);
  const shiftX = within(shift);
  const shiftY = within(shift);
  const angle = within((rotation * Math.PI) / 180);
  const zoom = scale ** within(1);
  const cos = Math.cos(angle) / zoom;
  const sin = Math.sin(angle) / zoom;
  const centreX = (width - 1) / 2;
  const centreY = (height - 1) / 2;

  const view = new Uint8Array(image.length);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const x = column - centreX - shiftX;
      const y = row - centreY - shiftY;
      const sourceX = Math.min(width - 1, Math.max(0, centreX + cos * x + sin * y));
      const sourceY = Math.min(height - 1, Math.max(0, centreY + cos * y - sin * x));
      const target = (row * width + column) * channels;
      for (let channel = 0; channel < channels; channel++) {
        const value = interpolatePixel(image, shape, { offset: 0, channel, x: sourceX, y: sourceY });
        view[target + channel] = Math.round(value);
      }
    }
  }
  return view;
}
