import { describe, expect, it } from 'vitest';
import type { FeatureSource } from './feature-source.js';
import { featureStatistics } from './feature-statistics.js';
import { featuresInMemory } from './features-in-memory.js';
import { drawFeatures } from './fixtures/draw-features.js';

const source = (features: number[][], labels: number[]) =>
  featuresInMemory({ features, logits: labels.map(() => [2, 0]), labels, ignoreLabel: -1 });

describe('featureStatistics', () => {
  it('gives mean and deviation, which is 1 for a constant feature', async () => {
    // 1, 2, 6: mean 3, squared differences 4 + 1 + 9 = 14, deviation sqrt(14 / 3).
    const statistics = await featureStatistics(
      source(
        [
          [1, 0.1],
          [2, 0.1],
          [6, 0.1],
        ],
        [0, 1, 0],
      ),
    );
    expect(statistics.count).toBe(3);
    expect(statistics.mean[0]).toBe(3);
    expect(statistics.deviation[0]).toBeCloseTo(Math.sqrt(14 / 3), 14);
    expect(statistics.mean[1]).toBe(Math.fround(0.1));
    expect(statistics.deviation[1]).toBe(1);
  });

  it('leaves ignored rows out and takes all views', async () => {
    const labels = [0, -1, 1];
    const logits = labels.map(() => [2, 0]);
    const views = [
      { features: [[1], [1000], [2]], logits },
      { features: [[3], [1000], [6]], logits },
    ];
    const { count, mean, deviation } = await featureStatistics(featuresInMemory({ views, labels, ignoreLabel: -1 }));
    expect([count, mean[0]]).toEqual([4, 3]);
    expect(deviation[0]).toBeCloseTo(Math.sqrt((4 + 1 + 0 + 9) / 4), 14);
  });

  it('keeps the digits of a small spread around a large mean', async () => {
    // Sums of squares would lose the spread: 1e6^2 + 1 has no room for it in float32, nor its sum in float64 to 1e-10.
    const values = Array.from({ length: 1000 }, (_, i) => [2 ** 20 + (i % 2) / 8]);
    const { mean, deviation } = await featureStatistics(source(values, new Array<number>(1000).fill(0)));
    expect(mean[0]).toBeCloseTo(2 ** 20 + 1 / 16, 9);
    expect(deviation[0]).toBeCloseTo(1 / 16, 9);
  });

  it('agrees with two passes over all rows, whatever size the reads have', async () => {
    const drawn = drawFeatures({ rows: 5000, featureSize: 4, views: 2 });
    const { mean, deviation, count } = await featureStatistics(drawn);
    expect(count).toBe(10_000);
    const rows = [await drawn.read({ start: 0, end: 5000 }), await drawn.read({ start: 0, end: 5000 }, 1)];
    for (let d = 0; d < 4; d++) {
      const column = rows.flatMap(({ features }) => [...features].filter((_, i) => i % 4 === d));
      const expected = column.reduce((sum, value) => sum + value, 0) / count;
      const variance = column.reduce((sum, value) => sum + (value - expected) ** 2, 0) / count;
      expect(Math.abs(mean[d] - expected)).toBeLessThan(1e-14);
      expect(Math.abs(deviation[d] / Math.sqrt(variance) - 1)).toBeLessThan(1e-12);
    }
  });

  it('refuses a source without a row to count', async () => {
    const none: FeatureSource = source([[1], [2]], [-1, -1]);
    await expect(featureStatistics(none)).rejects.toThrow('must have a row that is not ignored, got none');
  });
});
