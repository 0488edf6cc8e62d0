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
  const box = new Float64Array(4);
  writeMaskBox(mask, box, 0);
  return [box[0], box[1], box[2], box[3]];
}

/** Writes the box of a mask to `boxes` from `at` on. */
export function writeMaskBox({ height, width, runs }: RunLengthMask, boxes: Float64Array, at: number): void {
  let left = width;
  let right = -1;
  let top = height;
  let bottom = -1;
  for (let run = 1, start = runs[0]; run < runs.length; start += runs[run] + runs[run + 1], run += 2) {
    if (runs[run] === 0) continue;
    const end = start + runs[run] - 1;
    const column = Math.floor(start / height);
    const lastColumn = Math.floor(end / height);
    if (column < left) left = column;
    if (lastColumn > right) right = lastColumn;
    const row = column === lastColumn ? start - column * height : 0;
    const lastRow = column === lastColumn ? end - column * height : height - 1;
    if (row < top) top = row;
    if (lastRow > bottom) bottom = lastRow;
  }
  const empty = right < 0;
  boxes[at] = empty ? 0 : left;
  boxes[at + 1] = empty ? 0 : top;
  boxes[at + 2] = empty ? 0 : right - left + 1;
  boxes[at + 3] = empty ? 0 : bottom - top + 1;
}
