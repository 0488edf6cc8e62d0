import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lomaxCounts } from './lomax-counts.js';

const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);

describe('lomaxCounts', () => {
  it('follows the quantile function of the law', () => {
    // shape 1, K 4: quantiles 4/k - 1 = 3, 1, 1/3, 0, the largest 3; 10 + 90 q / 3
    expect(lomaxCounts({ classes: 4, max: 100, min: 10, shape: 1 })).toEqual([100, 40, 20, 10]);
  });

  it('is near ImageNet-LT at its size', () => {
    // The published set has 115,846 images, 385 classes over 100 and 136 under 20.
    const counts = lomaxCounts({ classes: 1000, max: 1280 });
    expect(total(counts)).toBe(121_937);
    expect(counts.filter((count) => count > 100)).toHaveLength(406);
    expect(counts.filter((count) => count < 20)).toHaveLength(136);
  });

  it('falls from max to min', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 300 }), fc.nat(50), fc.nat(2000), (classes, min, extra) => {
        const counts = lomaxCounts({ classes, min, max: min + extra });
        expect(counts[0]).toBe(min + extra);
        expect(counts[classes - 1]).toBe(min);
        expect(counts.every((count, rank) => rank === 0 || count <= counts[rank - 1])).toBe(true);
      }),
    );
  });

  it('gives a single class all', () => {
    expect(lomaxCounts({ classes: 1, max: 9 })).toEqual([9]);
  });

  it('refuses what is no law', () => {
    expect(() => lomaxCounts({ classes: 0, max: 9 })).toThrow('`classes` must be a positive integer, got 0');
    expect(() => lomaxCounts({ classes: 3, max: 4 })).toThrow('0 <= min <= max, got 5 and 4');
    expect(() => lomaxCounts({ classes: 3, max: Infinity })).toThrow(RangeError);
    expect(() => lomaxCounts({ classes: 3, max: 9, shape: 0 })).toThrow('`shape` must be positive, got 0');
  });
});
