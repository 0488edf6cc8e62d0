import { multiplyAdd, subtractProduct } from './multiply-add';

/**
 * e^x of four x <= 0: within 2 units in the last place from -87 on, 0 below, NaN for NaN. x = n log 2 + r with n an integer;
 * e^r is the polynomial of Cephes' expf, and 2^n goes straight into the exponent.
 */
export function exponential(x: v128): v128 {
  const lowest = f32x4.splat(-87);
  const bounded = f32x4.pmax(x, lowest);
  // Adding 1.5 * 2^23 rounds to an integer, which is then found in the last bits.
  const rounder = f32x4.splat(12582912);
  const shifted = multiplyAdd(bounded, f32x4.splat(1.4426950408889634), rounder);
  const n = f32x4.sub(shifted, rounder);
  // log 2 in two parts: the products with the first are exact.
  const r = subtractProduct(n, f32x4.splat(-2.1219444e-4), subtractProduct(n, f32x4.splat(0.693359375), bounded));
  let p = multiplyAdd(f32x4.splat(1.98756915e-4), r, f32x4.splat(1.3981999507e-3));
  p = multiplyAdd(p, r, f32x4.splat(8.3334519073e-3));
  p = multiplyAdd(p, r, f32x4.splat(4.1665795894e-2));
  p = multiplyAdd(p, r, f32x4.splat(1.6666665459e-1));
  p = multiplyAdd(p, r, f32x4.splat(5.0000001201e-1));
  p = multiplyAdd(p, f32x4.mul(r, r), f32x4.add(r, f32x4.splat(1)));
  return v128.andnot(i32x4.add(p, i32x4.shl(shifted, 23)), f32x4.lt(x, lowest));
}

/** e^x of an array, for the test of its precision: `length` float32, a multiple of 4. */
export function exponentials(from: usize, to: usize, length: i32): void {
  for (let i: usize = 0; i < (<usize>length) << 2; i += 16) v128.store(to + i, exponential(v128.load(from + i)));
}
