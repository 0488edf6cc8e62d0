import { describe, expect, it } from 'vitest';
import { meanByShotGroup } from './mean-by-shot-group.js';
import { shotGroups } from './shot-groups.js';

describe('shotGroups', () => {
  it('puts both thresholds into the medium group', () => {
    expect(shotGroups([101, 100, 20, 19, 0])).toEqual(['many', 'medium', 'medium', 'few', 'few']);
  });

  it('takes other thresholds', () => {
    expect(shotGroups([11, 10, 3, 2], { many: 10, few: 3 })).toEqual(['many', 'medium', 'medium', 'few']);
    // few = many + 1 leaves no room between them.
    expect(shotGroups([11, 10], { many: 10, few: 11 })).toEqual(['many', 'few']);
  });

  it('splits the CIFAR-100-LT counts of imbalance factor 100 into 35, 35 and 30 classes', () => {
    const counts = Array.from({ length: 100 }, (_, i) => Math.floor(500 * 0.01 ** (i / 99)));
    const groups = shotGroups(counts);
    expect(['many', 'medium', 'few'].map((name) => groups.filter((group) => group === name).length)).toEqual([
      35, 35, 30,
    ]);
  });

  it('refuses counts that are not non-negative integers, and crossed thresholds', () => {
    for (const count of [-1, 1.5, NaN, Infinity]) {
      expect(() => shotGroups([5, count])).toThrow(
        `shotGroups: \`trainCounts[1]\` must be a non-negative integer, got ${count}`,
      );
    }
    expect(() => shotGroups([5], { many: 10, few: 12 })).toThrow(RangeError);
    expect(() => shotGroups([5], { many: NaN })).toThrow(RangeError);
  });
});

describe('meanByShotGroup', () => {
  it('averages the classes that have a value and gives null to a group without any', () => {
    expect(meanByShotGroup([0.5, 1, null, null], ['many', 'medium', 'many', 'few'])).toEqual({
      overall: 0.75,
      many: 0.5,
      medium: 1,
      few: null,
    });
  });
});
