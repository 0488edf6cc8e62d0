import type { ImageSize } from '../labels/label-map.js';
import { bilinearTaps } from './bilinear-taps.js';
import { checkImageSize } from './check-image-size.js';
import { rowInterpolator } from './interpolate-row.js';
import { checkPixelMap, type PixelMap } from './pixel-map.js';

/**
 * Bilinear resize as PyTorch's `interpolate(mode='bilinear', align_corners=False)` does it: centres of pixels at halves, no
 * antialiasing when it shrinks.
 *
 * @param size of the result
 * @returns [height, width, C]
 * @throws RangeError if sides are no positive integers, or do not fit the data
 * @example
 * import { resizeBilinear } from '@disalign/segmentation';
 * const map = { height: 1, width: 2, channels: 1, data: Float32Array.of(0, 4) };
 * resizeBilinear(map, { height: 1, width: 4 }).data; // [0, 1, 3, 4]
 */
export function resizeBilinear(map: PixelMap, { height, width }: ImageSize): PixelMap {
  checkPixelMap('resizeBilinear', map);
  checkImageSize('resizeBilinear', { height, width });
  const taps = { across: bilinearTaps(map.height, height), along: bilinearTaps(map.width, width) };
  const rowLength = width * map.channels;
  const data = new Float32Array(height * rowLength);
  const addRow = rowInterpolator(map, taps);
  for (let row = 0; row < height; row++) addRow(row, data.subarray(row * rowLength, (row + 1) * rowLength));
  return { height, width, channels: map.channels, data };
}
