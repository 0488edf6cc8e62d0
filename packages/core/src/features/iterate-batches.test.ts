import { describe, expect, it } from 'vitest';
import { drawFeatures } from './fixtures/draw-features.js';
import { iterateBatches } from './iterate-batches.js';

describe('iterateBatches', () => {
  it('goes through all rows once, the last batch being smaller', async () => {
    const source = drawFeatures({ rows: 10, views: 2 });
    const labels: number[] = [];
    const sizes: number[] = [];
    for await (const batch of iterateBatches(source, { view: 1, batchRows: 4 })) {
      sizes.push(batch.rows);
      labels.push(...batch.labels);
    }
    expect(sizes).toEqual([4, 4, 2]);
    expect(labels).toEqual([...(await source.labels())]);
  });

  it('refuses batches of no rows', async () => {
    const source = drawFeatures({ rows: 3 });
    for (const batchRows of [0, -1, 1.5, NaN]) {
      await expect(iterateBatches(source, { batchRows }).next()).rejects.toThrow(RangeError);
    }
  });
});
