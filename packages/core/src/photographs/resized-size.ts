import { fittedSize } from './fitted-size.js';
import type { ImageSize } from './raw-image.js';

/**
 * Size that an image is resized to:
 * - `height` and `width`: to just these, whatever its shape;
 * - `shorter`: the shorter side to this, the longer in proportion and cut to an integer, as torchvision's `Resize(shorter)`;
 * - `shorter` and `longest`: the same, but less where the longer side would be more than `longest`; rounded, as detectron2's
 *   `ResizeShortestEdge`;
 * - `long` and `short`: as large as fits into this box, whichever way the image lies; rounded, as mmsegmentation's `Resize`.
 */
export type ResizeRule =
  | { readonly height: number; readonly width: number }
  | { readonly shorter: number; readonly longest?: number }
  | { readonly long: number; readonly short: number };

/**
 * Size of an image after a rule.
 *
 * @returns at least one pixel along each side
 * @example
 * import { resizedSize } from '@disalign/core/photographs';
 * resizedSize({ height: 480, width: 640 }, { shorter: 256 }); // { height: 256, width: 341 }
 */
export function resizedSize(image: ImageSize, rule: ResizeRule): ImageSize {
  if ('height' in rule) return { height: rule.height, width: rule.width };
  if ('long' in rule) return fittedSize(image, rule);
  const { shorter, longest } = rule;
  if (longest !== undefined) return fittedSize(image, { long: longest, short: shorter });
  const [short, long] = [Math.min(image.height, image.width), Math.max(image.height, image.width)];
  const longer = Math.trunc((shorter * long) / short);
  return image.width <= image.height ? { height: longer, width: shorter } : { height: shorter, width: longer };
}
