import { describe, expect, it } from 'vitest';
import { combineComparisons } from './combine-comparisons.js';
import type { NetworkComparison } from './compare-optimizers.js';
import { comparedNames } from './optimizer-comparison.js';

/** Four validation rows of two classes; by way, which of them are right. */
function comparisonOf(networkSeed: number, ways: readonly (readonly number[])[]): NetworkComparison {
  const runs = ways.map((correct, way) => ({
    networkSeed,
    rho: 1 + way / 2,
    validation: 0.5 + way / 10,
    seconds: 10 * networkSeed + way,
    correct: Uint8Array.from(correct),
  }));
  return { validationLabels: Int32Array.of(0, 0, 1, 1), trainCounts: [500, 50], runs };
}

describe('combineComparisons', () => {
  const networks = [
    comparisonOf(3, [
      [1, 1, 0, 0],
      [1, 1, 1, 1],
      [1, 1, 0, 0],
    ]),
    comparisonOf(8, [
      [1, 0, 0, 0],
      [1, 0, 1, 0],
      [1, 0, 0, 0],
    ]),
  ];
  const comparison = combineComparisons('fashion-mnist-lt', networks);

  it('has a row for each way in its order, with the runs of all networks and without their rows', () => {
    expect(comparison).toMatchObject({ dataSet: 'fashion-mnist-lt', validationImages: 4 });
    expect(comparison.rows.map(({ optimizer }) => optimizer)).toEqual(comparedNames);
    expect(comparison.rows[2].runs).toEqual([
      { networkSeed: 3, rho: 2, validation: 0.7, seconds: 32 },
      { networkSeed: 8, rho: 2, validation: 0.7, seconds: 82 },
    ]);
  });

  it('compares each way with the first on the same network', () => {
    expect(comparison.rows[0].overFirst).toBeNull();
    // Better by class 1 alone: by 2 and 1 of its 2 rows, 3/4 in the mean over networks, and 3/8 over classes.
    const { estimate, lower, upper } = comparison.rows[1].overFirst ?? { estimate: NaN, lower: NaN, upper: NaN };
    expect(estimate).toBeCloseTo(0.375, 12);
    expect(lower).toBeLessThan(0.375);
    expect(upper).toBeGreaterThan(0.375);
    // What is right on the same rows differs by nothing, whichever rows are drawn.
    expect(comparison.rows[2].overFirst).toEqual({ estimate: 0, lower: 0, upper: 0 });
  });

  it('refuses to combine nothing', () => {
    expect(() => combineComparisons('glyph-lt', [])).toThrow(RangeError);
  });
});
