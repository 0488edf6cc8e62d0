import { multiplyAdd } from './multiply-add';

// `sum_d a_id b_jd` for all rows i of a and j of b. What is needed over and over is laid into panels first, in the order in which it
// is read: of each d, ROWS rows of a beside each other, or COLUMNS rows of b.

/** Rows of a and of b that a tile of the result is made of: its sums fill half of the registers. */
const ROWS: i32 = 4;
const COLUMNS: i32 = 8;
/** Depth of a panel: one of b stays in the nearest cache. */
const DEPTH: i32 = 256;
/** Rows of b that lie in panels at a time, in the second nearest. */
const PANEL_COLUMNS: i32 = 512;

/** Bytes of scratch that `multiply` needs: panels of b, one of a, and a tile. */
export function multiplyScratch(): usize {
  return (<usize>((PANEL_COLUMNS + ROWS) * DEPTH + ROWS * COLUMNS)) << 2;
}

/**
 * out [rows, columns] = a b^T. Where the numbers of a and b lie is told by the bytes from row to row, and from depth to depth:
 * transposed matrices are as good. `out` and `scratch` must not overlap the rest.
 */
export function multiply(
  a: usize,
  aRowBytes: usize,
  aDepthBytes: usize,
  b: usize,
  bRowBytes: usize,
  bDepthBytes: usize,
  out: usize,
  scratch: usize,
  rows: i32,
  columns: i32,
  depth: i32,
): void {
  const panel = scratch + ((<usize>(PANEL_COLUMNS * DEPTH)) << 2);
  const corner = panel + ((<usize>(ROWS * DEPTH)) << 2);
  const outRowBytes = (<usize>columns) << 2;
  memory.fill(out, 0, <usize>rows * outRowBytes);
  for (let first: i32 = 0; first < columns; first += PANEL_COLUMNS) {
    const end = min(first + PANEL_COLUMNS, columns);
    for (let start: i32 = 0; start < depth; start += DEPTH) {
      const part = min(DEPTH, depth - start);
      const columnBytes = (<usize>part) << 2;
      for (let j = first; j < end; j += COLUMNS) {
        const from = b + <usize>j * bRowBytes + <usize>start * bDepthBytes;
        const to = scratch + <usize>(j - first) * columnBytes;
        layPanel(from, bRowBytes, bDepthBytes, min(COLUMNS, end - j), part, COLUMNS, to);
      }
      for (let i: i32 = 0; i < rows; i += ROWS) {
        const from = a + <usize>i * aRowBytes + <usize>start * aDepthBytes;
        const height = min(ROWS, rows - i);
        layPanel(from, aRowBytes, aDepthBytes, height, part, ROWS, panel);
        for (let j = first; j < end; j += COLUMNS) {
          const at = out + <usize>i * outRowBytes + ((<usize>j) << 2);
          const other = scratch + <usize>(j - first) * columnBytes;
          const width = min(COLUMNS, end - j);
          if (height == ROWS && width == COLUMNS) addTile(panel, other, part, at, outRowBytes);
          else addCorner(panel, other, part, at, outRowBytes, height, width, corner);
        }
      }
    }
  }
}

/** Lays `rows` rows beside each other, `width` numbers for each depth; 0 in the place of missing rows. */
function layPanel(from: usize, rowBytes: usize, depthBytes: usize, rows: i32, depth: i32, width: i32, to: usize): void {
  const step = (<usize>width) << 2;
  const end = to + <usize>depth * step;
  if (rows == width && rowBytes == 4) {
    for (; to < end; to += step, from += depthBytes) {
      for (let i: usize = 0; i < step; i += 16) v128.store(to + i, v128.load(from + i));
    }
    return;
  }
  const wholeDepth = rows == width && depthBytes == 4 ? depth & ~3 : 0;
  for (let row: i32 = 0; row < width; row += 4) {
    layFourRows(from + <usize>row * rowBytes, rowBytes, wholeDepth, to + ((<usize>row) << 2), step);
  }
  for (let row: i32 = 0; row < width; row++) {
    let at = from + <usize>row * rowBytes + <usize>wholeDepth * depthBytes;
    for (
      let place = to + ((<usize>row) << 2) + <usize>wholeDepth * step;
      place < end;
      place += step, at += depthBytes
    ) {
      store<f32>(place, row < rows ? load<f32>(at) : 0);
    }
  }
}

/** Lays four rows beside each other, four depths at a time: 4 x 4 numbers are transposed. */
function layFourRows(from: usize, rowBytes: usize, depth: i32, to: usize, step: usize): void {
  const end = from + ((<usize>depth) << 2);
  for (; from < end; from += 16, to += 4 * step) {
    const a = v128.load(from);
    const b = v128.load(from + rowBytes);
    const c = v128.load(from + 2 * rowBytes);
    const d = v128.load(from + 3 * rowBytes);
    const lowAb = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
    const highAb = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
    const lowCd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
    const highCd = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
    v128.store(to, v128.shuffle<f64>(lowAb, lowCd, 0, 2));
    v128.store(to + step, v128.shuffle<f64>(lowAb, lowCd, 1, 3));
    v128.store(to + 2 * step, v128.shuffle<f64>(highAb, highCd, 0, 2));
    v128.store(to + 3 * step, v128.shuffle<f64>(highAb, highCd, 1, 3));
  }
}

/** Adds the product of two panels to a tile of the result. */
function addTile(a: usize, b: usize, depth: i32, out: usize, rowBytes: usize): void {
  let low0 = f32x4.splat(0);
  let low1 = low0;
  let low2 = low0;
  let low3 = low0;
  let high0 = low0;
  let high1 = low0;
  let high2 = low0;
  let high3 = low0;
  const end = a + ((<usize>depth) << 4);
  for (; a < end; a += 16, b += 32) {
    const low = v128.load(b);
    const high = v128.load(b, 16);
    let x = v128.load32_splat(a);
    low0 = multiplyAdd(x, low, low0);
    high0 = multiplyAdd(x, high, high0);
    x = v128.load32_splat(a, 4);
    low1 = multiplyAdd(x, low, low1);
    high1 = multiplyAdd(x, high, high1);
    x = v128.load32_splat(a, 8);
    low2 = multiplyAdd(x, low, low2);
    high2 = multiplyAdd(x, high, high2);
    x = v128.load32_splat(a, 12);
    low3 = multiplyAdd(x, low, low3);
    high3 = multiplyAdd(x, high, high3);
  }
  addEight(out, low0, high0);
  addEight(out + rowBytes, low1, high1);
  addEight(out + 2 * rowBytes, low2, high2);
  addEight(out + 3 * rowBytes, low3, high3);
}

function addEight(to: usize, low: v128, high: v128): void {
  v128.store(to, f32x4.add(v128.load(to), low));
  v128.store(to, f32x4.add(v128.load(to, 16), high), 16);
}

/** The same where the result ends within the tile: it is made beside it, and what is in the result is copied. */
function addCorner(
  a: usize,
  b: usize,
  depth: i32,
  out: usize,
  rowBytes: usize,
  rows: i32,
  columns: i32,
  corner: usize,
): void {
  memory.fill(corner, 0, (<usize>(ROWS * COLUMNS)) << 2);
  addTile(a, b, depth, corner, (<usize>COLUMNS) << 2);
  for (let i: i32 = 0; i < rows; i++) {
    for (let j: i32 = 0; j < columns; j++) {
      const to = out + <usize>i * rowBytes + ((<usize>j) << 2);
      store<f32>(to, load<f32>(to) + load<f32>(corner + ((<usize>(i * COLUMNS + j)) << 2)));
    }
  }
}
