import { maskArea } from './mask-area.js';
import { writeMaskBox } from './mask-box.js';
import type { RunLengthMask } from './run-length-mask.js';

/** A mask made ready for many comparisons. */
export interface ForegroundIntervals {
  readonly height: number;
  readonly width: number;
  readonly area: number;
  /** x, y, width, height of its tight box. */
  readonly box: Float64Array;
  /** Start and end (exclusive) of each run of foreground, as positions in column-major order, rising. */
  readonly bounds: Int32Array;
}

/** The runs of foreground as positions; empty runs are left out, so that the bounds rise strictly. */
export function foregroundIntervals(mask: RunLengthMask): ForegroundIntervals {
  const { height, width, runs } = mask;
  const bounds = new Int32Array(runs.length & ~1);
  let used = 0;
  for (let run = 1, position = 0; run < runs.length; run += 2) {
    const start = position + runs[run - 1];
    position = start + runs[run];
    if (position === start) continue;
    if (used > 0 && bounds[used - 1] === start) used--;
    else bounds[used++] = start;
    bounds[used++] = position;
  }
  const box = new Float64Array(4);
  writeMaskBox(mask, box, 0);
  return { height, width, area: maskArea(mask), box, bounds: used === bounds.length ? bounds : bounds.slice(0, used) };
}

/** Pixels that are foreground in both: one sweep over both lists, from where the later one starts. */
export function intersectionArea(a: ForegroundIntervals, b: ForegroundIntervals): number {
  const first = a.bounds;
  const second = b.bounds;
  if (first.length === 0 || second.length === 0) return 0;
  let i = firstEndAfter(first, second[0]);
  let j = firstEndAfter(second, first[0]);
  let sum = 0;
  while (i < first.length && j < second.length) {
    const start = first[i] > second[j] ? first[i] : second[j];
    const endA = first[i + 1];
    const endB = second[j + 1];
    if (endA <= endB) {
      if (endA > start) sum += endA - start;
      i += 2;
    } else {
      if (endB > start) sum += endB - start;
      j += 2;
    }
  }
  return sum;
}

/** Index of the first interval whose end lies after `position`. */
function firstEndAfter(bounds: Int32Array, position: number): number {
  let low = 0;
  let high = bounds.length >> 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (bounds[2 * middle + 1] > position) high = middle;
    else low = middle + 1;
  }
  return 2 * low;
}
