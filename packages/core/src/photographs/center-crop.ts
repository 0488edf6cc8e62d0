import type { ImageSize, Rectangle } from './raw-image.js';
import { roundHalfToEven } from './round-half-to-even.js';

/**
 * Part of an image that torchvision's `CenterCrop((height, width))` takes. The offsets are halves rounded to the even pixel.
 *
 * @param image not smaller than the crop along either side
 */
export function centerCrop(image: ImageSize, { height, width }: ImageSize): Rectangle {
  return {
    top: roundHalfToEven((image.height - height) / 2),
    left: roundHalfToEven((image.width - width) / 2),
    height,
    width,
  };
}
