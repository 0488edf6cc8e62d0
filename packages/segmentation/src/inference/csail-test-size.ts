import type { ImageSize } from '../labels/label-map.js';
import { checkImageSize } from './check-image-size.js';

/** How an image is fitted. */
export interface CsailTestSizeOptions {
  /** What the shorter side becomes. */
  readonly shortSide: number;
  /** What the longer side becomes at most. Default 1000. */
  readonly longSideLimit?: number;
  /** Sides are rounded up to a multiple of this. Default 8. */
  readonly multiple?: number;
}

/**
 * Size at which CSAILVision/semantic-segmentation-pytorch tests an image: `k = min(short side / shorter, limit / longer)`, sides
 * `floor(k side)` rounded up to a multiple of 8, which changes the aspect a little.
 *
 * @throws RangeError unless sides are positive integers, and options at least 1
 * @example
 * import { csailTestSize } from '@disalign/segmentation';
 * csailTestSize({ height: 364, width: 500 }, { shortSide: 300 }); // { height: 304, width: 416 }
 */
export function csailTestSize(image: ImageSize, options: CsailTestSizeOptions): ImageSize {
  const { shortSide, longSideLimit = 1000, multiple = 8 } = options;
  checkImageSize('csailTestSize', image);
  if (!(shortSide >= 1 && longSideLimit >= 1) || !Number.isSafeInteger(multiple) || multiple < 1) {
    const got = `${shortSide}, ${longSideLimit} and ${multiple}`;
    throw new RangeError(
      `csailTestSize: \`shortSide\`, \`longSideLimit\` and \`multiple\` must be at least 1, got ${got}`,
    );
  }
  const { height, width } = image;
  const scale = Math.min(shortSide / Math.min(height, width), longSideLimit / Math.max(height, width));
  const side = (length: number): number => Math.max(1, Math.ceil(Math.trunc(length * scale) / multiple)) * multiple;
  return { height: side(height), width: side(width) };
}
