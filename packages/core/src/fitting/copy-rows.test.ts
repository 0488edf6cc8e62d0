import { expect, it, vi } from 'vitest';
import type { FeatureSource } from '../features/feature-source.js';
import { drawFeatures } from '../features/fixtures/draw-features.js';
import { copyRows, placeInTurn } from './copy-rows.js';

const drawn = drawFeatures({ rows: 9000, featureSize: 2, classes: 3, views: 2 });
const ranges = [
  { start: 5, end: 8 },
  { start: 100, end: 8900 },
];

it('copyRows puts rows of a view one after the other, few at a time', async () => {
  const read = vi.fn<FeatureSource['read']>((...given) => drawn.read(...given));
  const into = { features: new Float32Array(8803 * 2), logits: new Float32Array(8803 * 3) };
  await copyRows({ ...drawn, read }, { ranges: placeInTurn(ranges), view: 1 }, into);
  const batches = await Promise.all(ranges.map((range) => drawn.read(range, 1)));
  expect(into.features).toEqual(Float32Array.from(batches.flatMap(({ features }) => [...features])));
  expect(into.logits).toEqual(Float32Array.from(batches.flatMap(({ logits }) => [...logits])));
  expect(read.mock.calls.map(([{ start, end }]) => end - start)).toEqual([3, 4096, 4096, 608]);
});

it('copyRows takes rows that a source has put in place', async () => {
  const read: FeatureSource['read'] = async (range, view, into) => {
    const batch = await drawn.read(range, view);
    into?.logits.set(batch.logits);
    into?.features.set(batch.features);
    return { ...batch, ...into };
  };
  const [into, expected] = [0, 1].map(() => ({ features: new Float32Array(5 * 2), logits: new Float32Array(5 * 3) }));
  const request = { ranges: [{ start: 7, end: 10, to: 2 }], view: 1 };
  await copyRows({ ...drawn, read }, request, into);
  await copyRows(drawn, request, expected);
  expect(into).toEqual(expected);
  expect(into.logits.subarray(6)).toEqual((await drawn.read({ start: 7, end: 10 }, 1)).logits);
});

it('copyRows leaves the features where there is no place for them', async () => {
  const into = { features: new Float32Array(0), logits: new Float32Array(8803 * 3) };
  await copyRows(drawn, { ranges: placeInTurn(ranges), view: 0 }, into);
  expect(into.logits.subarray(0, 3)).toEqual((await drawn.read({ start: 5, end: 6 }, 0)).logits);
});

it('copyRows puts each range where it is told', async () => {
  const into = { features: new Float32Array(0), logits: new Float32Array(5 * 3) };
  const placed = [
    { start: 7, end: 8, to: 4 },
    { start: 20, end: 22, to: 1 },
  ];
  await copyRows(drawn, { ranges: placed, view: 0 }, into);
  const rowAt = async (row: number) => [...(await drawn.read({ start: row, end: row + 1 })).logits];
  expect([...into.logits]).toEqual([0, 0, 0, ...(await rowAt(20)), ...(await rowAt(21)), 0, 0, 0, ...(await rowAt(7))]);
});
