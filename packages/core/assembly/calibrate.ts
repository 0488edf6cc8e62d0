import { calibrateRow, scoreRows, sigmoid } from './rows';

/** Calibrated logits [N, K]; theta = [scale change K | bias K | confidence weight D | confidence bias]. */
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
  const weight = bias + classBytes;
  let c = f32x4.splat(1);
  for (let row: i32 = 0; row < rows; row += 4) {
    if (hasConfidence) {
      const last = rows - 1;
      const x0 = features + <usize>row * featureBytes;
      const x1 = features + <usize>min(row + 1, last) * featureBytes;
      const x2 = features + <usize>min(row + 2, last) * featureBytes;
      const x3 = features + <usize>min(row + 3, last) * featureBytes;
      const scores = scoreRows(x0, x1, x2, x3, weight, featureSize);
      c = sigmoid(f32x4.add(scores, f32x4.splat(load<f32>(weight + featureBytes))));
    }
    const z = logits + <usize>row * classBytes;
    const to = out + <usize>row * classBytes;
    calibrateRow(z, theta, bias, f32x4.extract_lane(c, 0), to, classes);
    let at = classBytes;
    if (row + 1 < rows) calibrateRow(z + at, theta, bias, f32x4.extract_lane(c, 1), to + at, classes);
    at += classBytes;
    if (row + 2 < rows) calibrateRow(z + at, theta, bias, f32x4.extract_lane(c, 2), to + at, classes);
    at += classBytes;
    if (row + 3 < rows) calibrateRow(z + at, theta, bias, f32x4.extract_lane(c, 3), to + at, classes);
  }
}
