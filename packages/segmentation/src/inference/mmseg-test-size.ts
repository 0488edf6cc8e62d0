import { fittedSize, type ScaleBox } from '@disalign/core/photographs';
import type { ImageSize } from '../labels/label-map.js';
import { checkImageSize } from './check-image-size.js';

export type { ScaleBox };

/** How an image is fitted. */
export interface MmsegTestSizeOptions {
  /** Default 2048 and 512, those of ADE20K's configurations. */
  readonly box?: ScaleBox;
  /** Factor of the box's sides, whose products are cut to integers. Default 1. */
  readonly ratio?: number;
}

/**
 * Size at which mmsegmentation tests an image, small ones enlarged too: `k = min(long / longer side, short / shorter side)`, sides
 * `floor(k side + 1/2)`.
 *
 * @throws RangeError unless sides are positive integers, and the box scaled by `ratio` holds a pixel
 * @example
 * import { mmsegTestSize } from '@disalign/segmentation';
 * mmsegTestSize({ height: 364, width: 500 }); // { height: 512, width: 703 }
 */
export function mmsegTestSize(image: ImageSize, options: MmsegTestSizeOptions = {}): ImageSize {
  const { box = { long: 2048, short: 512 }, ratio = 1 } = options;
  checkImageSize('mmsegTestSize', image);
  const [long, short] = [Math.trunc(box.long * ratio), Math.trunc(box.short * ratio)];
  if (!(long >= 1 && short >= 1 && long < Infinity && short < Infinity)) {
    throw new RangeError(`mmsegTestSize: \`box\` times \`ratio\` must be at least 1 pixel, got ${long} and ${short}`);
  }
  return fittedSize(image, { long, short });
}
