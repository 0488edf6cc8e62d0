import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { standardizeImages } from './standardize-images.js';

describe('standardizeImages', () => {
  it('takes mean and deviation of each image by itself', () => {
    // first image: x = 0, 1, mean 0.5, deviation sqrt(0.5) = 0.7071; 0.5 / 0.7571 = 0.66041
    // second image: flat, so that every pixel is 0
    const standardized = standardizeImages(Uint8Array.of(0, 255, 9, 9), 2);
    expect(standardized[0]).toBeCloseTo(-0.660409, 6);
    expect(standardized[1]).toBeCloseTo(0.660409, 6);
    expect([...standardized.subarray(2)]).toEqual([0, 0]);
  });

  it('gives every image a mean of zero and a deviation under one', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 12, maxLength: 12 }), (pixels) => {
        const standardized = [...standardizeImages(pixels, 12)];
        const mean = standardized.reduce((total, value) => total + value, 0) / 12;
        const variance = standardized.reduce((total, value) => total + (value - mean) ** 2, 0) / 11;
        expect(Math.abs(mean)).toBeLessThan(1e-6);
        expect(variance).toBeLessThan(1);
      }),
    );
  });

  it('changes little when all pixels grow brighter by one amount', () => {
    const dark = standardizeImages(Uint8Array.of(0, 50, 100, 30), 4);
    const bright = standardizeImages(Uint8Array.of(100, 150, 200, 130), 4);
    dark.forEach((value, index) => expect(bright[index]).toBeCloseTo(value, 5));
  });

  it('returns nothing for no images', () => {
    expect(standardizeImages(new Uint8Array(0), 4)).toHaveLength(0);
  });

  it('refuses a cut image and an image of one pixel', () => {
    expect(() => standardizeImages(new Uint8Array(5), 4)).toThrow(RangeError);
    expect(() => standardizeImages(new Uint8Array(5), 1)).toThrow(
      '`imageSize` must be an integer of at least 2, got 1',
    );
  });
});
