import { foregroundIntervals } from './foreground-intervals.js';
import type { RunLengthMask } from './run-length-mask.js';

/** Left, top, width and height, as LVIS and COCO write a box. */
export type Box = readonly [x: number, y: number, width: number, height: number];

/**
 * The tightest box of whole pixels around the foreground; [0, 0, 0, 0] where there is none.
 *
 * As in the reference, a run of foreground that crosses the border of two columns makes the box as high as the image.
 *
 * @example
 * import { maskBox } from '@disalign/detection';
 * maskBox({ height: 2, width: 2, runs: Uint32Array.of(2, 1, 1) }); // [1, 0, 1, 1]
 */
export function maskBox(mask: RunLengthMask): Box {
  const [x, y, width, height] = foregroundIntervals(mask).box;
  return [x, y, width, height];
}
