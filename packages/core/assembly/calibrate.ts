import { calibrateRow, scoreRows, sigmoid } from './rows';

/** Rows whose confidences are found before their logits are read: each stream of memory goes on for a while. */
const BLOCK: i32 = 128;

/**
 * Calibrated logits [N, K]; theta = [scale change K | bias K | confidence weight D | confidence bias]. `out` must not overlap the rest.
 */
export function calibrate(
  features: usize,
  logits: usize,
  theta: usize,
  out: usize,
  rows: i32,
  classes: i32,
  featureSize: i32,
  hasConfidence: i32,
): void {
  const classBytes = (<usize>classes) << 2;
  const featureBytes = (<usize>featureSize) << 2;
  const bias = theta + classBytes;
  for (let first: i32 = 0; first < rows; first += BLOCK) {
    const end = min(first + BLOCK, rows);
    if (hasConfidence) {
      const block = out + <usize>first * classBytes;
      const x = features + <usize>first * featureBytes;
      keepConfidences(x, bias + classBytes, block, end - first, classBytes, featureSize);
    }
    for (let row = first; row < end; row++) {
      const at = <usize>row * classBytes;
      calibrateRow(logits + at, theta, bias, hasConfidence ? load<f32>(out + at) : 1, out + at, classes);
    }
  }
}

/**
 * The confidences of a block of rows. Each is kept where the calibrated logits of its row will begin.
 *
 * A processor fetches ahead in several places at once: four rows are read together, a quarter of the block apart.
 */
function keepConfidences(
  features: usize,
  weight: usize,
  out: usize,
  rows: i32,
  classBytes: usize,
  featureSize: i32,
): void {
  const featureBytes = (<usize>featureSize) << 2;
  const layerBias = f32x4.splat(load<f32>(weight + featureBytes));
  const quarter = (rows + 3) >> 2;
  const last = rows - 1;
  for (let row: i32 = 0; row < quarter; row++) {
    // Behind the last row there is none: it is read again, and nothing is kept.
    const r1 = row + quarter;
    const r2 = r1 + quarter;
    const r3 = r2 + quarter;
    const x0 = features + <usize>row * featureBytes;
    const x1 = features + <usize>min(r1, last) * featureBytes;
    const x2 = features + <usize>min(r2, last) * featureBytes;
    const x3 = features + <usize>min(r3, last) * featureBytes;
    const c = sigmoid(f32x4.add(scoreRows(x0, x1, x2, x3, weight, featureSize), layerBias));
    store<f32>(out + <usize>row * classBytes, f32x4.extract_lane(c, 0));
    if (r1 <= last) store<f32>(out + <usize>r1 * classBytes, f32x4.extract_lane(c, 1));
    if (r2 <= last) store<f32>(out + <usize>r2 * classBytes, f32x4.extract_lane(c, 2));
    if (r3 <= last) store<f32>(out + <usize>r3 * classBytes, f32x4.extract_lane(c, 3));
  }
}
