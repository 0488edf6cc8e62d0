import { lanesOf } from './lanes';
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
  let cs = f32x4.splat(1);
  for (let row: i32 = 0; row < rows; row += 4) {
    const count = min(rows - row, 4);
    if (hasConfidence) cs = sigmoid(scoreStraight(features + <usize>row * featureBytes, weight, featureSize, count));
    for (let i: i32 = 0; i < count; i++) {
      const at = <usize>(row + i) * classBytes;
      calibrateRow(logits + at, theta, bias, f32x4.extract_lane(cs, 0), out + at, classes);
      cs = v128.shuffle<f32>(cs, cs, 1, 2, 3, 0);
    }
  }
}

/** Scores of up to four rows, one after the other: where little else is to be done, memory is fastest read straight on. */
function scoreStraight(x: usize, weight: usize, featureSize: i32, count: i32): v128 {
  const bytes = (<usize>featureSize) << 2;
  const s0 = scoreRow(x, weight, featureSize);
  const s1 = count > 1 ? scoreRow(x + bytes, weight, featureSize) : 0;
  const s2 = count > 2 ? scoreRow(x + 2 * bytes, weight, featureSize) : 0;
  const s3 = count > 3 ? scoreRow(x + 3 * bytes, weight, featureSize) : 0;
  return f32x4.add(lanesOf(s0, s1, s2, s3), f32x4.splat(load<f32>(weight + bytes)));
}
