import { expect, it, vi } from 'vitest';
import type { FeatureSource } from '../features/feature-source.js';
import { drawFeatures } from '../features/fixtures/draw-features.js';
import { copyRows } from './copy-rows.js';

const drawn = drawFeatures({ rows: 9000, featureSize: 2, classes: 3, views: 2 });
const ranges = [
  { start: 5, end: 8 },
  { start: 100, end: 8900 },
];

it('copyRows puts rows of a view one after the other, few at a time', async () => {
  const read = vi.fn<FeatureSource['read']>((...given) => drawn.read(...given));
  const into = { features: new Float32Array(8803 * 2), logits: new Float32Array(8803 * 3) };
  await copyRows({ ...drawn, read }, { ranges, view: 1 }, into);
  const batches = await Promise.all(ranges.map((range) => drawn.read(range, 1)));
  expect(into.features).toEqual(Float32Array.from(batches.flatMap(({ features }) => [...features])));
  expect(into.logits).toEqual(Float32Array.from(batches.flatMap(({ logits }) => [...logits])));
  expect(read.mock.calls.map(([{ start, end }]) => end - start)).toEqual([3, 4096, 4096, 608]);
});

it('copyRows leaves the features where there is no place for them', async () => {
  const into = { features: new Float32Array(0), logits: new Float32Array(8803 * 3) };
  await copyRows(drawn, { ranges, view: 0 }, into);
  expect(into.logits.subarray(0, 3)).toEqual((await drawn.read({ start: 5, end: 6 }, 0)).logits);
});
