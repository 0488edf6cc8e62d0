import { runsOf } from './foreground-intervals.js';
import type { Box } from './mask-box.js';
import { boxBounds } from './polygon-bounds.js';
import { checkImageSize, type ImageSize, type RunLengthMask } from './run-length-mask.js';

/**
 * Pixels inside a box: those of its four corners as a polygon.
 *
 * @throws RangeError as `polygonMask`
 * @example
 * import { boxMask } from '@disalign/detection';
 * boxMask([-2, -2, 5, 5], { height: 8, width: 10 }).runs; // 0, 3, 5, 3, 5, 3, 61
 */
export function boxMask(box: Box, size: ImageSize): RunLengthMask {
  checkImageSize('boxMask', size);
  const { height, width } = size;
  return { height, width, runs: runsOf(boxBounds(box, size), height * width) };
}
