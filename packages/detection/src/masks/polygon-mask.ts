import { checkImageSize, type ImageSize, type RunLengthMask } from './run-length-mask.js';

/** Coordinates in fifths of a pixel must fit 31 bits, as they do in the reference. */
const maxCoordinate = 4e8;

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
  const vertices = polygon.length >> 1;
  crossings = 0;
  for (let vertex = 0; vertex < vertices; vertex++) {
    const next = vertex + 1 < vertices ? vertex + 1 : 0;
    const fromX = toFifths(polygon[2 * vertex]);
    const fromY = toFifths(polygon[2 * vertex + 1]);
    const toX = toFifths(polygon[2 * next]);
    const toY = toFifths(polygon[2 * next + 1]);
    const runsAcross = Math.abs(toX - fromX) >= Math.abs(toY - fromY);
    if (runsAcross) crossFlatEdge(fromX <= toX ? [fromX, fromY, toX, toY] : [toX, toY, fromX, fromY], height, width);
    else crossSteepEdge(fromY <= toY ? [fromX, fromY, toX, toY] : [toX, toY, fromX, fromY], height, width);
  }
  return { height, width, runs: runsBetween(positions.subarray(0, crossings).sort(), height * width) };
}

/** An edge in fifths, walked from its lower end. */
type Edge = readonly [x: number, y: number, endX: number, endY: number];

/** Positions of the crossings of the polygon at hand, in column-major order. */
let positions = new Int32Array(1024);
let crossings = 0;

function toFifths(coordinate: number): number {
  if (!(Math.abs(coordinate) <= maxCoordinate)) {
    throw new RangeError(`polygonMask: \`polygon\` must hold numbers within +-${maxCoordinate}, got ${coordinate}`);
  }
  return Math.trunc(5 * coordinate + 0.5);
}

/** An edge that moves on in x by a fifth with each step: y = start + slope t + 1/2, truncated. */
function crossFlatEdge([x, y, endX, endY]: Edge, height: number, width: number): void {
  const slope = (endY - y) / (endX - x);
  const first = Math.max(0, Math.ceil((x - 2) / 5));
  const last = Math.min(width - 1, Math.floor((endX - 3) / 5));
  for (let column = first; column <= last; column++) {
    const step = 5 * column + 2 - x;
    const before = Math.trunc(y + slope * step + 0.5);
    const after = Math.trunc(y + slope * (step + 1) + 0.5);
    addCrossing(column, Math.min(before, after), height);
  }
}

/** An edge that moves on in y: the step is looked for after which x = start + slope t + 1/2, truncated, has passed the middle. */
function crossSteepEdge([x, y, endX, endY]: Edge, height: number, width: number): void {
  if (x === endX) return;
  const steps = endY - y;
  const slope = (endX - x) / steps;
  const first = Math.max(0, Math.ceil((Math.min(x, endX) - 2) / 5));
  const last = Math.min(width - 1, Math.floor((Math.max(x, endX) - 3) / 5));
  for (let column = first; column <= last; column++) {
    const middle = 5 * column + 3;
    const isPast = (step: number) => {
      const right = Math.trunc(x + slope * step + 0.5) >= middle;
      return slope > 0 ? right : !right;
    };
    // The division may be off by a step; the formula of the walk decides.
    let step = Math.min(steps, Math.max(0, Math.ceil((middle - 0.5 - x) / slope)));
    while (step > 0 && isPast(step - 1)) step--;
    while (step <= steps && !isPast(step)) step++;
    if (step > 0 && step <= steps) addCrossing(column, y + step - 1, height);
  }
}

/** `y` in fifths: the row whose middle lies at or below it. */
function addCrossing(column: number, y: number, height: number): void {
  if (crossings === positions.length) {
    const larger = new Int32Array(2 * crossings);
    larger.set(positions);
    positions = larger;
  }
  const row = Math.ceil(Math.min(height, Math.max(0, (y + 0.5) / 5 - 0.5)));
  positions[crossings++] = column * height + row;
}

/** Two crossings at one position cancel each other, so that their neighbours are one run. */
function runsBetween(sorted: Int32Array, pixels: number): Uint32Array {
  const runs = new Uint32Array(sorted.length + 1);
  let used = 0;
  let last = 0;
  for (let at = 0; at <= sorted.length; at++) {
    const position = at < sorted.length ? sorted[at] : pixels;
    const distance = position - last;
    last = position;
    if (at === 0 || distance > 0) {
      runs[used++] = distance;
    } else if (at < sorted.length) {
      at++;
      const next = at < sorted.length ? sorted[at] : pixels;
      runs[used - 1] += next - last;
      last = next;
    }
  }
  return runs.slice(0, used);
}
