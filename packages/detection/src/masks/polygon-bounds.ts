import { newBounds } from './new-bounds.js';
import type { Bounds } from './foreground-intervals.js';
import type { ImageSize } from './run-length-mask.js';

/** Coordinates in fifths of a pixel must fit 31 bits, as they do in the reference. */
export const MAX_COORDINATE = 4e8;

// The polygon at hand, shared by the functions below: its edges are too many for an object each.

/** Of the image. */
let height = 0;
let width = 0;
/** Positions at which the polygon begins or ends in a column. */
let crossings = new Int32Array(1024);
let used = 0;

/**
 * Bounds of the pixels inside a polygon. See `polygonMask` for the rule.
 *
 * @throws RangeError on a coordinate that is not finite or beyond +-4e8
 */
export function polygonBounds(polygon: ArrayLike<number>, size: ImageSize): Bounds {
  const numbers = polygon.length & ~1;
  ({ height, width } = size);
  used = 0;
  for (let at = 0, x = 0, y = 0; at <= numbers; at += 2) {
    const next = at === numbers ? 0 : at;
    if (next >= numbers) break;
    const nextX = toFifths(polygon[next]);
    const nextY = toFifths(polygon[next + 1]);
    if (at > 0) crossEdge(x, y, nextX, nextY);
    x = nextX;
    y = nextY;
  }
  crossings.subarray(0, used).sort();
  return pairsApart();
}

/**
 * Bounds of the pixels inside a box: those of the polygon of its corners, whose crossings are known without a walk.
 *
 * @throws RangeError as `polygonBounds`
 */
export function boxBounds(box: ArrayLike<number>, size: ImageSize): Bounds {
  const rows = size.height;
  const { first, last, top, bottom } = boxPixels(box, size);
  if (bottom - top === rows && last >= first) return Int32Array.of(first * rows, (last + 1) * rows);
  const bounds = newBounds(top === bottom ? 0 : 2 * Math.max(0, last - first + 1));
  for (let column = first, at = 0; at < bounds.length; column++) {
    bounds[at++] = column * rows + top;
    bounds[at++] = column * rows + bottom;
  }
  return bounds;
}

/** Pixels inside a box, without their bounds. @throws RangeError as `polygonBounds` */
export function boxPixelArea(box: ArrayLike<number>, size: ImageSize): number {
  const { first, last, top, bottom } = boxPixels(box, size);
  return Math.max(0, last - first + 1) * (bottom - top);
}

/** First and last column inside a box, and its first row and the one behind its last. */
function boxPixels(box: ArrayLike<number>, size: ImageSize) {
  const left = toFifths(box[0]);
  const right = toFifths(box[0] + box[2]);
  const edge = rowBelow(walkedTo(toFifths(box[1])), size.height);
  const otherEdge = rowBelow(walkedTo(toFifths(box[1] + box[3])), size.height);
  return {
    first: firstColumn(Math.min(left, right)),
    last: lastColumn(Math.max(left, right), size.width),
    top: Math.min(edge, otherEdge),
    bottom: Math.max(edge, otherEdge),
  };
}

function toFifths(coordinate: number): number {
  if (!(Math.abs(coordinate) <= MAX_COORDINATE)) {
    throw new RangeError(`polygonMask: \`polygon\` must hold numbers within +-${MAX_COORDINATE}, got ${coordinate}`);
  }
  return Math.trunc(5 * coordinate + 0.5);
}

/** The first column whose middle, from 5 column + 2 to 5 column + 3, lies right of `x`. */
function firstColumn(x: number): number {
  return Math.max(0, Math.ceil((x - 2) / 5));
}

/** The last column whose middle lies left of `x`. */
function lastColumn(x: number, columns: number): number {
  return Math.min(columns - 1, Math.floor((x - 3) / 5));
}

/** An edge in fifths of a pixel is walked from its lower end, along the axis on which it is longer. */
function crossEdge(x: number, y: number, endX: number, endY: number): void {
  if (Math.abs(endX - x) >= Math.abs(endY - y)) {
    if (x <= endX) crossFlatEdge(x, y, endX, endY);
    else crossFlatEdge(endX, endY, x, y);
  } else if (x !== endX) {
    if (y <= endY) crossSteepEdge(x, y, endX, endY);
    else crossSteepEdge(endX, endY, x, y);
  }
}

/** The walk rounds so, which is not to the nearest below 0. */
function walkedTo(value: number): number {
  return Math.trunc(value + 0.5);
}

/** An edge that moves on in x by a fifth with each step: y = start + slope t. */
function crossFlatEdge(x: number, y: number, endX: number, endY: number): void {
  const slope = (endY - y) / (endX - x);
  const last = lastColumn(endX, width);
  for (let column = firstColumn(x); column <= last; column++) {
    const step = 5 * column + 2 - x;
    const before = walkedTo(y + slope * step);
    const after = walkedTo(y + slope * (step + 1));
    addCrossing(column, before < after ? before : after);
  }
}

/** An edge that moves on in y: looked for is the step by which x = start + slope t has passed the middle of a column. */
function crossSteepEdge(x: number, y: number, endX: number, endY: number): void {
  const steps = endY - y;
  const slope = (endX - x) / steps;
  const isRising = slope > 0;
  const last = lastColumn(Math.max(x, endX), width);
  for (let column = firstColumn(Math.min(x, endX)); column <= last; column++) {
    const middle = 5 * column + 3;
    // The division may be off by a step; the formula of the walk decides.
    let step = Math.min(steps, Math.max(0, Math.ceil((middle - 0.5 - x) / slope)));
    while (step > 0 && walkedTo(x + slope * (step - 1)) >= middle === isRising) step--;
    while (step <= steps && walkedTo(x + slope * step) >= middle !== isRising) step++;
    if (step > 0 && step <= steps) addCrossing(column, y + step - 1);
  }
}

/** The row whose middle lies at or below `y` in fifths. */
function rowBelow(y: number, rows: number): number {
  const row = Math.ceil((y + 0.5) / 5 - 0.5);
  return row < 0 ? 0 : row > rows ? rows : row;
}

function addCrossing(column: number, y: number): void {
  if (used === crossings.length) {
    const larger = new Int32Array(2 * used);
    larger.set(crossings);
    crossings = larger;
  }
  crossings[used++] = column * height + rowBelow(y, height);
}

/** The crossings at hand, sorted, as bounds: two at one position cancel each other. */
function pairsApart(): Bounds {
  let kept = 0;
  for (let at = 0; at < used; at++) {
    const position = crossings[at];
    if (kept > 0 && crossings[kept - 1] === position) kept--;
    else crossings[kept++] = position;
  }
  const bounds = newBounds(kept);
  for (let at = 0; at < kept; at++) bounds[at] = crossings[at];
  return bounds;
}
