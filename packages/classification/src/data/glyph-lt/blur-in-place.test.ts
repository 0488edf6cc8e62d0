import { describe, expect, it } from 'vitest';
import { blurInPlace } from './blur-in-place.js';

describe('blurInPlace', () => {
  it('spreads a point as the product of two 3-tap kernels', () => {
    // sigma with exp(-1 / (2 sigma^2)) = 1/2: taps 1/4, 1/2, 1/4
    const sigma = Math.sqrt(1 / (2 * Math.log(2)));
    const plane = Float32Array.of(0, 0, 0, 0, 16, 0, 0, 0, 0);
    blurInPlace(plane, 3, sigma);
    [1, 2, 1, 2, 4, 2, 1, 2, 1].forEach((value, pixel) => expect(plane[pixel]).toBeCloseTo(value, 5));
  });

  it('leaves a flat plane alone, its border too', () => {
    const plane = new Float32Array(16).fill(3);
    blurInPlace(plane, 4, 0.8);
    plane.forEach((value) => expect(value).toBeCloseTo(3, 6));
  });

  it('does nothing at sigma 0', () => {
    const plane = Float32Array.of(1, 2, 3, 4);
    blurInPlace(plane, 2, 0);
    expect([...plane]).toEqual([1, 2, 3, 4]);
  });
});
