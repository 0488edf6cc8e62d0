import { describe, expect, it } from 'vitest';
import { percentileInterval } from './percentile-interval.js';

describe('percentileInterval', () => {
  it('is linear between neighbours, worked by hand', () => {
    // Places 0.025 x 4 = 0.1 and 3.9 of 10, 20, 30, 40, 50.
    const { lower, upper } = percentileInterval([50, 10, 40, 20, 30]);
    expect(lower).toBeCloseTo(11, 12);
    expect(upper).toBeCloseTo(49, 12);
    expect(percentileInterval([7])).toEqual({ lower: 7, upper: 7 });
  });

  it('refuses no draws, and levels that are none', () => {
    expect(() => percentileInterval([])).toThrow('`draws` must hold at least one, got none');
    expect(() => percentileInterval([1], 1)).toThrow('`level` must be in (0, 1), got 1');
  });
});
