import type { ImageShape } from './raw-image.js';

/**
 * An image with left and right exchanged; bytes [height, width, channels], as is the result.
 *
 * @example
 * import { mirrorImage } from '@disalign/core/photographs';
 * mirrorImage(Uint8Array.of(1, 2, 3), { height: 1, width: 3, channels: 1 }); // [3, 2, 1]
 */
export function mirrorImage(image: Uint8Array, { width, channels }: ImageShape): Uint8Array {
  return image.map((_, index) => {
    const channel = index % channels;
    const column = ((index - channel) / channels) % width;
    return image[index + (width - 1 - 2 * column) * channels];
  });
}
