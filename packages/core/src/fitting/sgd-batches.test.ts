import { describe, expect, it } from 'vitest';
import { drawFeatures } from '../features/fixtures/draw-features.js';
import type { RowStore } from './row-store.js';
import { sgdBatches, type SgdBatch, type SgdSettings } from './sgd-batches.js';

const settings: SgdSettings = {
  epochs: 2,
  batchSize: 4096,
  momentum: 0,
  schedule: { kind: 'constant' },
  sampler: 'instance-balanced',
  seed: 4,
};

/** A store whose rows are the number of the load and the view; `events` tells when each begins. */
function countingStore(events: string[], failAt = Infinity): RowStore<string> {
  let loads = 0;
  return {
    source: drawFeatures({ rows: 3 * 4096, views: 2 }),
    async load(_, view) {
      const load = loads++;
      events.push(`load ${load}`);
      if (load === failAt) throw new Error('disk gone');
      return `rows ${load} of view ${view}`;
    },
  };
}

async function collect(batches: AsyncIterable<SgdBatch<string>>, events: string[] = []): Promise<SgdBatch<string>[]> {
  const taken = [];
  for await (const batch of batches) {
    events.push(batch.rows);
    taken.push(batch);
  }
  return taken;
}

describe('sgdBatches', () => {
  it('loads each pool while the one before is computed with, a view in each epoch', async () => {
    const events: string[] = [];
    await collect(sgdBatches(countingStore(events), settings, 0), events);
    const rows = ['rows 0 of view 0', 'rows 1 of view 0', 'rows 2 of view 0'];
    const later = ['rows 3 of view 1', 'rows 4 of view 1', 'rows 5 of view 1'];
    const loads = [1, 2, 3, 4, 5].map((load) => `load ${load}`);
    const expected = ['load 0', ...loads.flatMap((load, i) => [load, [...rows, ...later][i]]), later[2]];
    expect(events).toEqual(expected);
  });

  it('uses every row once an epoch, and goes on from any step', async () => {
    const small = { ...settings, batchSize: 1000 };
    const all = await collect(sgdBatches(countingStore([]), small, 0));
    expect(all.map(({ position }) => position)).toEqual(
      all.map((_, step) => ({ step, totalSteps: 26, stepsPerEpoch: 13 })),
    );
    const first = all.slice(0, 13).flatMap(({ batch }) => [...batch]);
    expect(first.sort((a, b) => a - b)).toEqual(Array.from({ length: 3 * 4096 }, (_, row) => row));
    for (const start of [1, 5, 13, 25]) {
      const rest = await collect(sgdBatches(countingStore([]), small, start));
      expect(rest.map(({ batch, position }) => ({ batch, position }))).toEqual(
        all.slice(start).map(({ batch, position }) => ({ batch, position })),
      );
    }
  });

  it('gives the batches of the pools before one that does not load', async () => {
    const events: string[] = [];
    await expect(collect(sgdBatches(countingStore(events, 2), settings, 0), events)).rejects.toThrow('disk gone');
    expect(events.at(-1)).toBe('rows 1 of view 0');
  });
});
