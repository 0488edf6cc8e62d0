import type { Corners } from '../boxes/suppress-overlaps.js';
import { checkImageSize, type ImageSize, type RunLengthMask } from '../masks/run-length-mask.js';

// S x S probabilities of a mask head.

/**
 * The mask of an image that the square of probabilities of a mask head makes in its box, as detectron2 pastes it: each pixel's centre is
 * taken into the square (`S (x + 1/2 - left) / (right - left) - 1/2`), the square is interpolated bilinearly with zeros around it, and
 * a pixel is foreground from `threshold` on. (torchvision rounds the boxes to whole pixels first.)
 *
 * @param probabilities [S, S] row after row
 * @param box left, top, right, bottom in the image; one without area gives an empty mask
 * @param threshold Default 0.5
 * @throws RangeError if the probabilities are no square, or the size is none
 * @example
 * import { pasteMask } from '@disalign/detection';
 * pasteMask(Float32Array.of(1, 1, 1, 1), [1, 0, 3, 2], { height: 2, width: 4 }).runs; // [2, 4, 2]
 */
export function pasteMask(
  probabilities: Float32Array | Float64Array,
  box: Corners,
  size: ImageSize,
  threshold = 0.5,
): RunLengthMask {
  checkImageSize('pasteMask', size);
  const side = Math.sqrt(probabilities.length);
  if (!Number.isInteger(side)) {
    throw new RangeError(`pasteMask: \`probabilities\` must be a square, got ${probabilities.length} numbers`);
  }
  const { height, width } = size;
  const columns = tapsAlong({ from: box[0], to: box[2], pixels: width, side });
  const rows = tapsAlong({ from: box[1], to: box[3], pixels: height, side });
  const runs: number[] = [];
  let [start, foreground] = [0, false];
  const mark = (position: number, value: boolean) => {
    if (value === foreground) return;
    runs.push(position - start);
    [start, foreground] = [position, value];
  };
  const column = new Float64Array(side + 2);
  for (let x = 0; x < columns.count; x++) {
    const top = (columns.first + x) * height;
    const first = top + rows.first;
    interpolateColumn(column, probabilities, { cell: columns.cells[x], share: columns.shares[x] });
    if (rows.first > 0) mark(top, false);
    for (let y = 0; y < rows.count; y++) {
      // The column has a zero before its first cell.
      const cell = rows.cells[y] + 1;
      mark(first + y, column[cell] * (1 - rows.shares[y]) + column[cell + 1] * rows.shares[y] >= threshold);
    }
    if (rows.first + rows.count < height) mark(first + rows.count, false);
  }
  if (columns.first + columns.count < width) mark((columns.first + columns.count) * height, false);
  // The last run ends with the mask, whatever it is.
  mark(height * width, !foreground);
  return { height, width, runs: Uint32Array.from(runs) };
}

/** For pixels in a row: the cell before each centre, from -1 on, and the share of the one after it. */
interface Taps {
  readonly first: number;
  readonly count: number;
  readonly cells: Int32Array;
  readonly shares: Float64Array;
}

/** Pixels whose centres lie between the outermost cells and the zeros around them. */
function tapsAlong({ from, to, pixels, side }: { from: number; to: number; pixels: number; side: number }): Taps {
  const positions: number[] = [];
  const start = Math.max(Math.floor(from) - 1, 0);
  const end = to > from ? Math.min(Math.ceil(to) + 1, pixels) : start;
  for (let pixel = start; pixel < end; pixel++) positions.push(((pixel + 0.5 - from) / (to - from)) * side - 0.5);
  const first = positions.findIndex((position) => position > -1);
  const inside = positions.filter((position) => position > -1 && position < side);
  const cells = Int32Array.from(inside, Math.floor);
  const shares = Float64Array.from(inside, (position, pixel) => position - cells[pixel]);
  return { first: start + Math.max(first, 0), count: inside.length, cells, shares };
}

/** A column of the square at a place between two of its columns, with a zero before and behind it. */
function interpolateColumn(
  column: Float64Array,
  probabilities: Float32Array | Float64Array,
  { cell, share }: { cell: number; share: number },
): void {
  const side = column.length - 2;
  for (let row = 0; row < side; row++) {
    const left = cell < 0 ? 0 : probabilities[row * side + cell];
    const right = cell + 1 >= side ? 0 : probabilities[row * side + cell + 1];
    column[row + 1] = left * (1 - share) + right * share;
  }
}
