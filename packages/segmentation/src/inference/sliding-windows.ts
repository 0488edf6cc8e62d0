import type { ImageSize } from '../labels/label-map.js';
import { checkImageSize } from './check-image-size.js';

/** Size and step of a window. */
export interface WindowSettings {
  readonly crop: ImageSize;
  readonly stride: ImageSize;
}

/** Half-open range of an axis: `start`..`end` - 1. */
export interface AxisWindow {
  readonly start: number;
  readonly end: number;
}

/** Rows and columns of a grid of windows: each row with each column is one. */
export interface WindowGrid {
  readonly rows: readonly AxisWindow[];
  readonly columns: readonly AxisWindow[];
}

/**
 * The windows of sliding inference, as mmsegmentation lays them: `floor(max(side - crop + stride - 1, 0) / stride) + 1` along each
 * axis, the last one pulled back into the image. A side shorter than the crop has one window, of its own length.
 *
 * @throws RangeError unless all sides are positive integers, and no stride is longer than its crop
 * @example
 * import { slidingWindows } from '@disalign/segmentation';
 * const settings = { crop: { height: 512, width: 512 }, stride: { height: 341, width: 341 } };
 * slidingWindows({ height: 512, width: 683 }, settings).columns; // [{ start: 0, end: 512 }, { start: 171, end: 683 }]
 */
export function slidingWindows(image: ImageSize, { crop, stride }: WindowSettings): WindowGrid {
  checkImageSize('slidingWindows', image);
  checkImageSize('slidingWindows: `crop`', crop);
  checkImageSize('slidingWindows: `stride`', stride);
  if (stride.height > crop.height || stride.width > crop.width) {
    const got = `${stride.width} x ${stride.height}`;
    throw new RangeError(
      `slidingWindows: \`stride\` must be at most ${crop.width} x ${crop.height}, the crop, got ${got}`,
    );
  }
  return {
    rows: axisWindows(image.height, crop.height, stride.height),
    columns: axisWindows(image.width, crop.width, stride.width),
  };
}

function axisWindows(side: number, crop: number, stride: number): AxisWindow[] {
  const windows = Math.floor(Math.max(side - crop + stride - 1, 0) / stride) + 1;
  return Array.from({ length: windows }, (_, window) => {
    const end = Math.min(window * stride + crop, side);
    return { start: Math.max(end - crop, 0), end };
  });
}
