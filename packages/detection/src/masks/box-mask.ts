import type { Box } from './mask-box.js';
import { polygonMask } from './polygon-mask.js';
import type { ImageSize, RunLengthMask } from './run-length-mask.js';

/**
 * Pixels inside a box: those of its four corners as a polygon.
 *
 * @throws RangeError as `polygonMask`
 * @example
 * import { boxMask } from '@disalign/detection';
 * boxMask([-2, -2, 5, 5], { height: 8, width: 10 }).runs; // 0, 3, 5, 3, 5, 3, 61
 */
export function boxMask(box: Box, size: ImageSize): RunLengthMask {
  return polygonMask(boxCorners(box), size);
}

/** x and y of the corners, in the order of the reference. */
export function boxCorners([x, y, width, height]: Box): number[] {
  const right = x + width;
  const bottom = y + height;
  return [x, y, x, bottom, right, bottom, right, y];
}
