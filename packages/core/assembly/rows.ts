import { exponential } from './exponential';
import { lanesOf, maxLane, sumLanes } from './lanes';
import { multiplyAdd } from './multiply-add';
import { CACHE_LINE, keep } from './touch';

// Pointers are byte addresses of float32. K classes, D features.

/** `weight . x` of four rows. */
export function scoreRows(x0: usize, x1: usize, x2: usize, x3: usize, weight: usize, featureSize: i32): v128 {
  const end = (<usize>featureSize) << 2;
  const pairs = end & ~31;
  const zero = f32x4.splat(0);
  // Two sums a row: one addition does not wait for the one before.
  let a0 = zero,
    a1 = zero,
    a2 = zero,
    a3 = zero;
  let b0 = zero,
    b1 = zero,
    b2 = zero,
    b3 = zero;
  let i: usize = 0;
  for (; i < pairs; i += 32) {
    const wa = v128.load(weight + i);
    const wb = v128.load(weight + i, 16);
    a0 = multiplyAdd(wa, v128.load(x0 + i), a0);
    a1 = multiplyAdd(wa, v128.load(x1 + i), a1);
    a2 = multiplyAdd(wa, v128.load(x2 + i), a2);
    a3 = multiplyAdd(wa, v128.load(x3 + i), a3);
    b0 = multiplyAdd(wb, v128.load(x0 + i, 16), b0);
    b1 = multiplyAdd(wb, v128.load(x1 + i, 16), b1);
    b2 = multiplyAdd(wb, v128.load(x2 + i, 16), b2);
    b3 = multiplyAdd(wb, v128.load(x3 + i, 16), b3);
  }
  let s0 = sumLanes(f32x4.add(a0, b0));
  let s1 = sumLanes(f32x4.add(a1, b1));
  let s2 = sumLanes(f32x4.add(a2, b2));
  let s3 = sumLanes(f32x4.add(a3, b3));
  for (; i < end; i += 4) {
    const w = load<f32>(weight + i);
    s0 += w * load<f32>(x0 + i);
    s1 += w * load<f32>(x1 + i);
    s2 += w * load<f32>(x2 + i);
    s3 += w * load<f32>(x3 + i);
  }
  return lanesOf(s0, s1, s2, s3);
}

/** `sigmoid` of four scores; of the negated scores it is 1 - c, without loss of digits. */
export function sigmoid(scores: v128): v128 {
  const e = exponential(f32x4.neg(f32x4.abs(scores)));
  const large = f32x4.div(f32x4.splat(1), f32x4.add(f32x4.splat(1), e));
  return v128.bitselect(f32x4.mul(e, large), large, f32x4.lt(scores, f32x4.splat(0)));
}

/** `(1 + c u) z + c b` of four classes. u is the change of the scale from its identity. */
function calibrateFour(c: v128, change: usize, bias: usize, z: usize): v128 {
  const factor = multiplyAdd(c, v128.load(change), f32x4.splat(1));
  return multiplyAdd(factor, v128.load(z), f32x4.mul(c, v128.load(bias)));
}

/** The same of one. */
function calibrateOne(c: f32, change: usize, bias: usize, z: usize): f32 {
  return (c * load<f32>(change) + 1) * load<f32>(z) + c * load<f32>(bias);
}

/** Writes the calibrated logits of one row to `to`. */
export function calibrateRow(z: usize, change: usize, bias: usize, c: f32, to: usize, classes: i32): void {
  const end = (<usize>classes) << 2;
  const pairs = end & ~31;
  const cs = f32x4.splat(c);
  let i: usize = 0;
  for (; i < pairs; i += 32) {
    v128.store(to + i, calibrateFour(cs, change + i, bias + i, z + i));
    v128.store(to + i, calibrateFour(cs, change + i + 16, bias + i + 16, z + i + 16), 16);
  }
  if (i + 16 <= end) {
    v128.store(to + i, calibrateFour(cs, change + i, bias + i, z + i));
    i += 16;
  }
  for (; i < end; i += 4) store<f32>(to + i, calibrateOne(c, change + i, bias + i, z + i));
}

/** Writes the calibrated logits of one row to `to`, and returns the largest. */
export function calibrateRowToLargest(z: usize, change: usize, bias: usize, c: f32, to: usize, classes: i32): f32 {
  const end = (<usize>classes) << 2;
  const pairs = end & ~31;
  const cs = f32x4.splat(c);
  let largest = f32x4.splat(-Infinity);
  let i: usize = 0;
  for (; i < pairs; i += 32) {
    const a = calibrateFour(cs, change + i, bias + i, z + i);
    const b = calibrateFour(cs, change + i + 16, bias + i + 16, z + i + 16);
    v128.store(to + i, a);
    v128.store(to + i, b, 16);
    largest = f32x4.pmax(largest, f32x4.pmax(a, b));
  }
  let top = maxLane(largest);
  for (; i < end; i += 4) {
    const calibrated = calibrateOne(c, change + i, bias + i, z + i);
    store<f32>(to + i, calibrated);
    top = max(top, calibrated);
  }
  return top;
}

/**
 * Replaces a row, whole vectors of it, by `exp(h - largest)`; returns their sum. Meanwhile it touches each cache line from
 * `ahead` to `aheadEnd`: there is much to compute here, and little to wait for.
 */
export function exponentiateRow(h: usize, largest: f32, bytes: usize, ahead: usize, aheadEnd: usize): f32 {
  const shift = f32x4.splat(largest);
  const pairs = bytes & ~31;
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  let touched: u32 = 0;
  let i: usize = 0;
  for (; i < pairs; i += 32) {
    touched |= load<u32>(ahead);
    ahead = min(ahead + CACHE_LINE, aheadEnd);
    const ea = exponential(f32x4.sub(v128.load(h + i), shift));
    const eb = exponential(f32x4.sub(v128.load(h + i, 16), shift));
    v128.store(h + i, ea);
    v128.store(h + i, eb, 16);
    a = f32x4.add(a, ea);
    b = f32x4.add(b, eb);
  }
  if (i < bytes) {
    const e = exponential(f32x4.sub(v128.load(h + i), shift));
    v128.store(h + i, e);
    a = f32x4.add(a, e);
  }
  keep(touched);
  return sumLanes(f32x4.add(a, b));
}
