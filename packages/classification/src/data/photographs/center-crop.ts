import type { ResizeRequest } from './resize-bytes.js';
import { roundHalfToEven } from './round-half-to-even.js';

/** How an image is brought to one size when nothing is drawn. */
export interface CenterCropOptions {
  /** Size that the shorter side is resized to; the longer one is rounded down. */
  readonly resize: number;
  /** Size of the crop, at most `resize`. */
  readonly height: number;
  readonly width: number;
}

/**
 * The usual form of evaluation, torchvision's `Resize(resize)` and `CenterCrop((height, width))`: what is to be resized to what, and which
 * part of it stays. The offsets of the crop are halves rounded to the even pixel.
 */
export function centerCrop(
  image: { readonly height: number; readonly width: number },
  { resize, height, width }: CenterCropOptions,
): ResizeRequest {
  const short = Math.min(image.height, image.width);
  const long = Math.trunc((resize * Math.max(image.height, image.width)) / short);
  const resized = image.width <= image.height ? { height: long, width: resize } : { height: resize, width: long };
  const part = {
    top: roundHalfToEven((resized.height - height) / 2),
    left: roundHalfToEven((resized.width - width) / 2),
    height,
    width,
  };
  return { ...resized, part };
}
