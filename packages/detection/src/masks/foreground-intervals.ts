import { newBounds } from './new-bounds.js';
import type { ImageSize, RunLengthMask } from './run-length-mask.js';

/**
 * The foreground of a mask as intervals of positions in column-major order: start and end (exclusive) of each run in turn, strictly
 * rising, so that no two touch.
 */
export type Bounds = Int32Array;

/** A mask made ready for many comparisons. */
export interface ForegroundIntervals extends ImageSize {
  readonly area: number;
  /** x, y, width, height of its tight box. */
  readonly box: Float64Array;
  readonly bounds: Bounds;
}

/** A mask made ready, from its runs. */
export function foregroundIntervals(mask: RunLengthMask): ForegroundIntervals {
  return intervalsOf(boundsOf(mask.runs), mask);
}

/** A mask made ready, from its bounds. */
export function intervalsOf(bounds: Bounds, { height, width }: ImageSize): ForegroundIntervals {
  let area = 0;
  for (let at = 0; at < bounds.length; at += 2) area += bounds[at + 1] - bounds[at];
  return { height, width, area, box: boxOf(bounds, height), bounds };
}

/** Bounds of the runs of foreground; empty runs are left out. */
export function boundsOf(runs: Uint32Array): Bounds {
  const bounds = newBounds(runs.length & ~1);
  let used = 0;
  for (let run = 1, position = 0; run < runs.length; run += 2) {
    const start = position + runs[run - 1];
    position = start + runs[run];
    if (position === start) continue;
    if (used > 0 && bounds[used - 1] === start) used--;
    else bounds[used++] = start;
    bounds[used++] = position;
  }
  return bounds.subarray(0, used);
}

/** Runs of the foreground, and of the background around it. As in the reference, none follows a foreground that ends the mask. */
export function runsOf(bounds: Bounds, pixels: number): Uint32Array {
  const ends = bounds.length > 0 && bounds[bounds.length - 1] === pixels;
  const runs = new Uint32Array(bounds.length + (ends ? 0 : 1));
  let last = 0;
  for (let at = 0; at < bounds.length; at++) {
    runs[at] = bounds[at] - last;
    last = bounds[at];
  }
  if (!ends) runs[bounds.length] = pixels - last;
  return runs;
}

/**
 * x, y, width, height of the tightest box; as in the reference as high as the image where a run crosses the border of two columns.
 */
function boxOf(bounds: Bounds, height: number): Float64Array {
  const box = new Float64Array(4);
  if (bounds.length === 0) return box;
  const left = (bounds[0] / height) | 0;
  const right = ((bounds[bounds.length - 1] - 1) / height) | 0;
  let top = height;
  let bottom = -1;
  for (let at = 0, column = left, next = (left + 1) * height; at < bounds.length; at += 2) {
    const start = bounds[at];
    const end = bounds[at + 1];
    if (start >= next) {
      column = (start / height) | 0;
      next = (column + 1) * height;
    }
    const crosses = end > next;
    const row = crosses ? 0 : start - next + height;
    const lastRow = crosses ? height - 1 : end - 1 - next + height;
    if (row < top) top = row;
    if (lastRow > bottom) bottom = lastRow;
  }
  box[0] = left;
  box[1] = top;
  box[2] = right - left + 1;
  box[3] = bottom - top + 1;
  return box;
}

/** Pixels that are foreground in both: one sweep over both lists, from where the later one starts. */
export function intersectionArea(first: Bounds, second: Bounds): number {
  if (first.length === 0 || second.length === 0) return 0;
  let i = firstEndAfter(first, second[0]);
  let j = firstEndAfter(second, first[0]);
  let sum = 0;
  while (i < first.length && j < second.length) {
    const start = first[i] > second[j] ? first[i] : second[j];
    const end = first[i + 1];
    const otherEnd = second[j + 1];
    if (end <= otherEnd) {
      if (end > start) sum += end - start;
      i += 2;
    } else {
      if (otherEnd > start) sum += otherEnd - start;
      j += 2;
    }
  }
  return sum;
}

/** Index of the first interval whose end lies after `position`. */
function firstEndAfter(bounds: Bounds, position: number): number {
  let low = 0;
  let high = bounds.length >> 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (bounds[2 * middle + 1] > position) high = middle;
    else low = middle + 1;
  }
  return 2 * low;
}

/** Positions that are foreground in at least `needed` of both: sweeps over the bounds of both at once. */
export function mergeBounds(first: Bounds, second: Bounds, needed: 1 | 2): Bounds {
  const merged = newBounds(first.length + second.length);
  let used = 0;
  for (let i = 0, j = 0; i < first.length || j < second.length;) {
    const isFirst = j >= second.length || (i < first.length && first[i] <= second[j]);
    const position = isFirst ? first[i] : second[j];
    if (i < first.length && first[i] === position) i++;
    if (j < second.length && second[j] === position) j++;
    const foreground = (i & 1) + (j & 1) >= needed;
    if (foreground !== ((used & 1) === 1)) merged[used++] = position;
  }
  return merged.subarray(0, used);
}
