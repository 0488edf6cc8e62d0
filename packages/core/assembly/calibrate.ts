import { calibrateRow, scoreRow, sigmoid } from './rows';

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
  let c: f32 = 1;
  for (let row: i32 = 0; row < rows; row++) {
    if (hasConfidence) {
      const score = scoreRow(features + <usize>row * featureBytes, weight, featureSize);
      c = f32x4.extract_lane(sigmoid(f32x4.splat(score + load<f32>(weight + featureBytes))), 0);
    }
    const at = <usize>row * classBytes;
    calibrateRow(logits + at, theta, bias, c, out + at, classes);
  }
}
