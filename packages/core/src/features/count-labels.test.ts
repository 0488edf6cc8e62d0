import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countLabels } from './count-labels.js';

describe('countLabels', () => {
  it('counts the rows of each class, and no ignored row', () => {
    expect(countLabels(Int32Array.of(0, 2, 2, -1, -255), 3)).toEqual([1, 0, 2]);
    expect(countLabels(new Int32Array(0), 2)).toEqual([0, 0]);
  });

  it('gives counts that sum to the valid rows, in any order of the rows', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -2, max: 6 })), (labels) => {
        const counts = countLabels(Int32Array.from(labels), 7);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(labels.filter((label) => label >= 0).length);
        expect(countLabels(Int32Array.from(labels).reverse(), 7)).toEqual(counts);
      }),
    );
  });
});
