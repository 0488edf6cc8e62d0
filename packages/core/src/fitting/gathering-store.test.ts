import { expect, it } from 'vitest';
import type { FeatureSource, RowRange } from '../features/feature-source.js';
import { drawFeatures } from '../features/fixtures/draw-features.js';
import { memoryStore } from './gathering-store.js';

const drawn = drawFeatures({ rows: 900, views: 2 });
const batch = Int32Array.of(205, 3, 15, 3, 880);
const pool = (...starts: number[]) => ({
  ranges: starts.map((start) => ({ start, end: start + 1 })),
  batches: [batch],
});

/** The source, and what is read of it: how much at once, at most. */
function watched() {
  const reads: RowRange[] = [];
  const told = { reads, atOnce: 0 };
  let running = 0;
  const read: FeatureSource['read'] = async (range, view) => {
    reads.push(range);
    told.atOnce = Math.max(told.atOnce, ++running);
    const rows = await drawn.read(range, view);
    running--;
    return rows;
  };
  return { told, source: { ...drawn, read } };
}

it('memoryStore gathers the rows of a batch in its order, again where they are drawn again', async () => {
  const rows = await memoryStore(drawn).load(pool(3, 15, 205, 880), 1);
  const gathered = rows.gather(batch);
  const expected = await Promise.all([...batch].map((row) => drawn.read({ start: row, end: row + 1 }, 1)));
  expect(gathered).toEqual({
    rows: 5,
    features: Float32Array.from(expected.flatMap(({ features }) => [...features])),
    logits: Float32Array.from(expected.flatMap(({ logits }) => [...logits])),
    labels: Int32Array.from(expected.flatMap(({ labels }) => [...labels])),
  });
});

it('memoryStore reads rows that lie close to each other at once, and few ranges beside each other', async () => {
  const { source, told } = watched();
  await memoryStore(source).load(pool(3, 12, 22, 205), 0);
  // Between 3 and 12 there are 8 rows, between 12 and 22 there are 9.
  expect(told.reads).toEqual([
    { start: 3, end: 13 },
    { start: 22, end: 23 },
    { start: 205, end: 206 },
  ]);
  const many = watched();
  await memoryStore(many.source).load(pool(...Array.from({ length: 30 }, (_, i) => 20 * i)), 0);
  expect(many.told).toMatchObject({ atOnce: 8, reads: { length: 30 } });
});
