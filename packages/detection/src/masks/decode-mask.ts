import { transposePixels, type PixelOrder } from './encode-mask.js';
import { checkRunLengthMask, type RunLengthMask } from './run-length-mask.js';

/**
 * Pixels of a mask, 0 and 1: [H, W] row after row, or [W, H] with `order: 'column-major'`.
 *
 * @throws RangeError on runs that do not sum to H W
 * @example
 * import { decodeMask } from '@disalign/detection';
 * decodeMask({ height: 2, width: 2, runs: Uint32Array.of(2, 2) }); // 0, 1, 0, 1
 */
export function decodeMask(mask: RunLengthMask, order: PixelOrder = 'row-major'): Uint8Array {
  checkRunLengthMask('decodeMask', mask);
  const { height, width, runs } = mask;
  const columns = new Uint8Array(height * width);
  for (let run = 1, at = 0; run < runs.length; run += 2) {
    at += runs[run - 1];
    columns.fill(1, at, at + runs[run]);
    at += runs[run];
  }
  return order === 'column-major' ? columns : transposePixels(columns, width, height);
}
