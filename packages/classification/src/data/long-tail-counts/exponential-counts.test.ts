import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exponentialCounts } from './exponential-counts.js';

describe('exponentialCounts', () => {
  it('falls by one factor from class to class', () => {
    expect(exponentialCounts({ classes: 3, max: 100, imbalance: 100 })).toEqual([100, 10, 1]);
  });

  // Totals of the published CIFAR-10-LT and CIFAR-100-LT.
  it.each([
    { classes: 10, max: 5000, imbalance: 10, total: 20_431 },
    { classes: 10, max: 5000, imbalance: 50, total: 13_996 },
    { classes: 10, max: 5000, imbalance: 100, total: 12_406 },
    { classes: 10, max: 5000, imbalance: 200, total: 11_203 },
    { classes: 100, max: 500, imbalance: 10, total: 19_573 },
    { classes: 100, max: 500, imbalance: 50, total: 12_608 },
    { classes: 100, max: 500, imbalance: 100, total: 10_847 },
    { classes: 100, max: 500, imbalance: 200, total: 9_502 },
  ])('sums to $total for $classes classes at imbalance $imbalance', ({ total, ...options }) => {
    const counts = exponentialCounts(options);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(total);
  });

  it('is flat at imbalance 1, and never rises', () => {
    expect(exponentialCounts({ classes: 4, max: 7, imbalance: 1 })).toEqual([7, 7, 7, 7]);
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 100 }),
        fc.double({ min: 1, max: 1e6, noNaN: true }),
        (classes, imbalance) => {
          const counts = exponentialCounts({ classes, max: 5000, imbalance });
          expect(counts.every((count, index) => index === 0 || count <= counts[index - 1])).toBe(true);
        },
      ),
    );
  });

  it('gives a single class all', () => {
    expect(exponentialCounts({ classes: 1, max: 9, imbalance: 100 })).toEqual([9]);
  });

  it('refuses what is no law', () => {
    expect(() => exponentialCounts({ classes: 2.5, max: 9, imbalance: 2 })).toThrow(
      '`classes` must be a positive integer, got 2.5',
    );
    expect(() => exponentialCounts({ classes: 3, max: 0, imbalance: 2 })).toThrow(
      '`max` must be a positive integer, got 0',
    );
    expect(() => exponentialCounts({ classes: 3, max: 9, imbalance: 0.5 })).toThrow(RangeError);
  });
});
