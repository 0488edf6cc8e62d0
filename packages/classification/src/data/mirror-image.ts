import type { ImageShape } from './image-data-set.js';

/** An image with left and right exchanged; bytes [height, width, channels], as is the result. */
export function mirrorImage(image: Uint8Array, { width, channels }: ImageShape): Uint8Array {
  return image.map((_, index) => {
    const channel = index % channels;
    const column = ((index - channel) / channels) % width;
    return image[index + (width - 1 - 2 * column) * channels];
  });
}
