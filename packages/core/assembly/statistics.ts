// What a fit asks of all its rows before it begins.

/** Place of the next row with a label, `rows` if there is none. */
function nextLabelled(labels: usize, row: i32, rows: i32): i32 {
  while (row < rows && load<i32>(labels + ((<usize>row) << 2)) < 0) row++;
  return row;
}

/** Two columns of a row, float64, less their pivots. */
function differencesAt(row: usize, pivot: v128): v128 {
  return f64x2.sub(f64x2.promote_low_f32x4(v128.load64_zero(row)), pivot);
}

function differenceAt(row: usize, pivot: f64): f64 {
  return <f64>load<f32>(row) - pivot;
}

function addTo(total: usize, sum: f64): void {
  store<f64>(total, load<f64>(total) + sum);
}

/** Adds what four rows say to the sums. */
function addFourRows(
  a: usize,
  b: usize,
  c: usize,
  d: usize,
  pivot: usize,
  sums: usize,
  squares: usize,
  bytes: usize,
): void {
  const pairs = bytes & ~7;
  let i: usize = 0;
  for (; i < pairs; i += 8) {
    const p = v128.load(pivot + 2 * i);
    const first = differencesAt(a + i, p);
    const second = differencesAt(b + i, p);
    const third = differencesAt(c + i, p);
    const fourth = differencesAt(d + i, p);
    const sum = f64x2.add(f64x2.add(first, second), f64x2.add(third, fourth));
    v128.store(sums + 2 * i, f64x2.add(v128.load(sums + 2 * i), sum));
    const square = f64x2.add(
      f64x2.add(f64x2.mul(first, first), f64x2.mul(second, second)),
      f64x2.add(f64x2.mul(third, third), f64x2.mul(fourth, fourth)),
    );
    v128.store(squares + 2 * i, f64x2.add(v128.load(squares + 2 * i), square));
  }
  if (i < bytes) addRowsAt(i, a, b, c, d, pivot, sums, squares, 4);
}

/** Adds what one to four rows say of a column to the sums. */
function addRowsAt(
  i: usize,
  a: usize,
  b: usize,
  c: usize,
  d: usize,
  pivot: usize,
  sums: usize,
  squares: usize,
  count: i32,
): void {
  const p = load<f64>(pivot + 2 * i);
  const first = differenceAt(a + i, p);
  const second: f64 = count > 1 ? differenceAt(b + i, p) : 0;
  const third: f64 = count > 2 ? differenceAt(c + i, p) : 0;
  const fourth: f64 = count > 3 ? differenceAt(d + i, p) : 0;
  addTo(sums + 2 * i, first + second + (third + fourth));
  addTo(squares + 2 * i, first * first + second * second + (third * third + fourth * fourth));
}

/**
 * Sums of `x - pivot` and of its square over the rows with a label, float64 [D] each, with the additions of `sumAround` in
 * `src/features/sum-around.ts`.
 */
export function sumAround(
  features: usize,
  labels: usize,
  pivot: usize,
  sums: usize,
  squares: usize,
  rows: i32,
  featureSize: i32,
): void {
  const bytes = (<usize>featureSize) << 2;
  memory.fill(sums, 0, 2 * bytes);
  memory.fill(squares, 0, 2 * bytes);
  let row = nextLabelled(labels, 0, rows);
  while (row < rows) {
    const r1 = nextLabelled(labels, row + 1, rows);
    const r2 = nextLabelled(labels, r1 + 1, rows);
    const r3 = nextLabelled(labels, r2 + 1, rows);
    const a = features + <usize>row * bytes;
    const b = features + <usize>r1 * bytes;
    const c = features + <usize>r2 * bytes;
    const d = features + <usize>r3 * bytes;
    if (r3 < rows) addFourRows(a, b, c, d, pivot, sums, squares, bytes);
    else {
      const count = 1 + i32(r1 < rows) + i32(r2 < rows);
      for (let i: usize = 0; i < bytes; i += 4) addRowsAt(i, a, b, c, d, pivot, sums, squares, count);
    }
    row = nextLabelled(labels, r3 + 1, rows);
  }
}

/** Whether no number is NaN or infinite: an exponent of all ones carries into the sign. */
export function allFinite(values: usize, count: i32): bool {
  const bytes = (<usize>count) << 2;
  const exponent = i32x4.splat(0x7f800000);
  const one = i32x4.splat(0x800000);
  let carries = i32x4.splat(0);
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) {
    carries = v128.or(carries, i32x4.add(v128.and(v128.load(values + i), exponent), one));
  }
  let rest: i32 = 0;
  for (; i < bytes; i += 4) rest |= (load<i32>(values + i) & 0x7f800000) + 0x800000;
  return i32x4.bitmask(carries) == 0 && rest >= 0;
}

/** Rows whose label has the largest score, and no class before it one as large. */
export function countRight(logits: usize, labels: usize, rows: i32, classes: i32): i32 {
  const bytes = (<usize>classes) << 2;
  let right = 0;
  for (let row: i32 = 0; row < rows; row++) {
    const label = load<i32>(labels + ((<usize>row) << 2));
    if (label >= 0 && isTop(logits + <usize>row * bytes, (<usize>label) << 2, bytes)) right++;
  }
  return right;
}

function isTop(row: usize, label: usize, bytes: usize): bool {
  const score = load<f32>(row + label);
  const scores = f32x4.splat(score);
  let i: usize = 0;
  for (; i + 16 <= label; i += 16) if (v128.any_true(f32x4.ge(v128.load(row + i), scores))) return false;
  for (; i < label; i += 4) if (load<f32>(row + i) >= score) return false;
  for (; i + 16 <= bytes; i += 16) if (v128.any_true(f32x4.gt(v128.load(row + i), scores))) return false;
  for (; i < bytes; i += 4) if (load<f32>(row + i) > score) return false;
  return true;
}
