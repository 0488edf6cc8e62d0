import { lanesOf, sumLanes } from './lanes';
import { multiplyAdd } from './multiply-add';

// Rows are taken four at a time, so that parameters and sums are loaded once for four rows.

/** What a logit of -Infinity counts as in products with a gradient of 0. */
const LOWEST: f32 = -1e30;

/**
 * Adds the gradients of four rows by scale and bias, from byte `start` to byte `end`, whole vectors. With `t = share * h`, the
 * gradient by a calibrated logit times the confidence: `d scale += t z`, `d bias += t`. Returns `sum_k t (u z + b)` of each row.
 */
export function addClassGradients(
  z0: usize,
  z1: usize,
  z2: usize,
  z3: usize,
  h: usize,
  stride: usize,
  shares: v128,
  change: usize,
  bias: usize,
  scaleGradient: usize,
  biasGradient: usize,
  start: usize,
  end: usize,
): v128 {
  const q0 = f32x4.splat(f32x4.extract_lane(shares, 0));
  const q1 = f32x4.splat(f32x4.extract_lane(shares, 1));
  const q2 = f32x4.splat(f32x4.extract_lane(shares, 2));
  const q3 = f32x4.splat(f32x4.extract_lane(shares, 3));
  const h1 = h + stride;
  const h2 = h1 + stride;
  const h3 = h2 + stride;
  const lowest = f32x4.splat(LOWEST);
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  for (let i = start; i < end; i += 16) {
    const u = v128.load(change + i);
    const b = v128.load(bias + i);
    let byScale = v128.load(scaleGradient + i);
    let byBias = v128.load(biasGradient + i);

    let z = f32x4.pmax(v128.load(z0 + i), lowest);
    let t = f32x4.mul(q0, v128.load(h + i));
    byBias = f32x4.add(byBias, t);
    byScale = multiplyAdd(t, z, byScale);
    s0 = multiplyAdd(t, multiplyAdd(u, z, b), s0);

    z = f32x4.pmax(v128.load(z1 + i), lowest);
    t = f32x4.mul(q1, v128.load(h1 + i));
    byBias = f32x4.add(byBias, t);
    byScale = multiplyAdd(t, z, byScale);
    s1 = multiplyAdd(t, multiplyAdd(u, z, b), s1);

    z = f32x4.pmax(v128.load(z2 + i), lowest);
    t = f32x4.mul(q2, v128.load(h2 + i));
    byBias = f32x4.add(byBias, t);
    byScale = multiplyAdd(t, z, byScale);
    s2 = multiplyAdd(t, multiplyAdd(u, z, b), s2);

    z = f32x4.pmax(v128.load(z3 + i), lowest);
    t = f32x4.mul(q3, v128.load(h3 + i));
    byBias = f32x4.add(byBias, t);
    byScale = multiplyAdd(t, z, byScale);
    s3 = multiplyAdd(t, multiplyAdd(u, z, b), s3);

    v128.store(scaleGradient + i, byScale);
    v128.store(biasGradient + i, byBias);
  }
  return lanesOf(sumLanes(s0), sumLanes(s1), sumLanes(s2), sumLanes(s3));
}

/** Adds the gradients of four rows by the confidence weight, from byte `start` to byte `end`: `d weight += byScore x`. */
export function addFeatureGradients(
  x0: usize,
  x1: usize,
  x2: usize,
  x3: usize,
  byScores: v128,
  gradient: usize,
  start: usize,
  end: usize,
): void {
  const d0 = f32x4.splat(f32x4.extract_lane(byScores, 0));
  const d1 = f32x4.splat(f32x4.extract_lane(byScores, 1));
  const d2 = f32x4.splat(f32x4.extract_lane(byScores, 2));
  const d3 = f32x4.splat(f32x4.extract_lane(byScores, 3));
  for (let i = start; i < end; i += 16) {
    const low = multiplyAdd(d0, v128.load(x0 + i), f32x4.mul(d1, v128.load(x1 + i)));
    const high = multiplyAdd(d2, v128.load(x2 + i), f32x4.mul(d3, v128.load(x3 + i)));
    v128.store(gradient + i, f32x4.add(v128.load(gradient + i), f32x4.add(low, high)));
  }
}
