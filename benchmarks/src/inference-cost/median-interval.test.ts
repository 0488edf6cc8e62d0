import { describe, expect, it } from 'vitest';
import { medianInterval } from './median-interval.js';

describe('medianInterval', () => {
  it('takes the ranks of the binomial table', () => {
    // n = 10: P(B < 2) = 11 / 1024 = 0.0107, P(B < 3) = 56 / 1024 = 0.0547: ranks 2 and 9
    expect(medianInterval([10, 9, 8, 7, 6, 5, 4, 3, 2, 1])).toEqual([2, 9]);
    // n = 20: P(B < 6) = 0.0207, P(B < 7) = 0.0577: ranks 6 and 15
    expect(medianInterval(Array.from({ length: 20 }, (_, i) => i + 1))).toEqual([6, 15]);
    // n = 6: P(B < 1) = 1 / 64 = 0.0156: the extremes
    expect(medianInterval([6, 1, 5, 2, 4, 3])).toEqual([1, 6]);
  });

  it('gives the range of few values, and refuses none', () => {
    expect(medianInterval([3, 1])).toEqual([1, 3]);
    expect(() => medianInterval([])).toThrow(RangeError);
  });
});
