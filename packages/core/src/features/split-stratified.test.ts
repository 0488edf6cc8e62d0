import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FeatureSource } from './feature-source.js';
import { featuresInMemory } from './features-in-memory.js';
import { splitStratified } from './split-stratified.js';

/** One feature that is the row's own number, so that rows can be told apart in a split. */
function numberedRows(labels: readonly number[], ignoreLabel = -1): FeatureSource {
  return featuresInMemory({
    features: labels.map((_, row) => [row]),
    logits: labels.map(() => [3, 0, 0, 0]),
    labels,
    ignoreLabel,
    featureSize: 1,
    classes: 4,
  });
}

const rowsOf = async (part: FeatureSource) => [...(await part.read({ start: 0, end: part.rows })).features];
const countsOf = async (part: FeatureSource) => {
  const counts = [0, 0, 0, 0];
  for (const label of await part.labels()) if (label >= 0) counts[label]++;
  return counts;
};
const times = (counts: readonly number[]) => counts.flatMap((count, label) => new Array<number>(count).fill(label));

describe('splitStratified', () => {
  it('gives each class its share, at least one and never all; single rows stay in training', async () => {
    // At 0.25: 10 -> round(2.5) = 3; 6 -> round(1.5) = 2; 2 -> round(0.5) = 1; 1 -> 0.
    const { train, validation } = await splitStratified(numberedRows(times([10, 6, 2, 1])), {
      fraction: 0.25,
      seed: 1,
    });
    expect(await countsOf(validation)).toEqual([3, 2, 1, 0]);
    expect(await countsOf(train)).toEqual([7, 4, 1, 1]);
    const most = await splitStratified(numberedRows(times([10, 6, 2, 1])), { fraction: 0.99, seed: 1 });
    expect(await countsOf(most.validation)).toEqual([9, 5, 1, 0]);
    const least = await splitStratified(numberedRows(times([10, 6, 2, 1])), { fraction: 0.001, seed: 1 });
    expect(await countsOf(least.validation)).toEqual([1, 1, 1, 0]);
  });

  it('puts every row in one part, in the old order', async () => {
    const labels = fc.array(fc.integer({ min: -1, max: 3 }), { minLength: 8, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(
        labels,
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        fc.nat(),
        async (labels, fraction, seed) => {
          fc.pre([0, 1, 2, 3].some((j) => labels.filter((label) => label === j).length > 1));
          const { train, validation } = await splitStratified(numberedRows(labels), { fraction, seed });
          const [trainRows, validationRows] = [await rowsOf(train), await rowsOf(validation)];
          for (const rows of [trainRows, validationRows]) expect(rows).toEqual([...rows].sort((a, b) => a - b));
          expect([...trainRows, ...validationRows].sort((a, b) => a - b)).toEqual(labels.map((_, row) => row));
          expect(validationRows.every((row) => labels[row] >= 0)).toBe(true);
        },
      ),
      { seed: 1 },
    );
  });

  it('repeats with the seed, changes with it, and leaves other classes alone when one is added', async () => {
    const split = async (counts: number[], seed: number) =>
      rowsOf((await splitStratified(numberedRows(times(counts)), { fraction: 0.5, seed })).validation);
    expect(await split([20, 20, 0, 0], 1)).toEqual(await split([20, 20, 0, 0], 1));
    expect(await split([20, 20, 0, 0], 1)).not.toEqual(await split([20, 20, 0, 0], 2));
    const more = await split([20, 20, 20, 0], 1);
    expect(more.filter((row) => row < 40)).toEqual(await split([20, 20, 0, 0], 1));
  });

  it('draws each row of a class equally often', async () => {
    const counts = new Array<number>(10).fill(0);
    for (let seed = 0; seed < 1000; seed++) {
      const { validation } = await splitStratified(numberedRows(times([10])), { fraction: 0.3, seed });
      for (const row of await rowsOf(validation)) counts[row]++;
    }
    // 1,000 draws of 3 of 10: each count has mean 300 and deviation sqrt(1000 x 0.3 x 0.7) = 14.5; five of them.
    for (const count of counts) expect(Math.abs(count - 300)).toBeLessThan(73);
  });

  it('refuses fractions that are none and sources without two rows of a class', async () => {
    for (const fraction of [0, 1, -0.1, NaN, 2]) {
      await expect(splitStratified(numberedRows([0, 0]), { fraction, seed: 1 })).rejects.toThrow(RangeError);
    }
    await expect(splitStratified(numberedRows([0, 1, 2, 255, 255], 255), { fraction: 0.5, seed: 1 })).rejects.toThrow(
      'splitStratified: `source` must have a class with two rows, got none',
    );
  });
});
