import { runsOf } from './foreground-intervals.js';
import { polygonBounds } from './polygon-bounds.js';
import { checkImageSize, type ImageSize, type RunLengthMask } from './run-length-mask.js';

/**
 * Pixels inside a polygon, exactly as pycocotools draws them.
 *
 * Vertices are rounded to fifths of a pixel; the outline is walked in steps of a fifth, and where it crosses the middle of a column
 * of pixels (from 5 x + 2 to 5 x + 3 fifths) the column changes between outside and inside, at the row whose middle lies at or
 * below the crossing. That is an even-odd filling. Only the crossings are computed: the time depends on the vertices and the
 * columns, not on the length of the outline.
 *
 * @param polygon x and y of each vertex in turn, closed or not; fewer than three vertices enclose nothing, an odd last number is
 * not looked at
 * @throws RangeError on a coordinate that is not finite or beyond +-4e8, or a size that is none
 * @example
 * import { polygonMask } from '@disalign/detection';
 * polygonMask([1, 1, 8, 2, 4, 7], { height: 8, width: 10 }).runs; // 9, 1, 7, 3, 5, 5, 3, 5, 4, 3, 5, 2, 6, 1, 21
 */
export function polygonMask(polygon: ArrayLike<number>, size: ImageSize): RunLengthMask {
  checkImageSize('polygonMask', size);
  const { height, width } = size;
  return { height, width, runs: runsOf(polygonBounds(polygon, size), height * width) };
}
