import { expect, it } from 'vitest';
import { stripedImages } from './fixtures/striped-images.js';
import { augmentBatch } from './augment-batch.js';

const data = stripedImages();
const seedParts = [3, 1];

async function viewsOf(rows: number[], flip: boolean): Promise<Uint8Array> {
  const pixels = await data.splits.train.read(rows);
  const augmentation = flip ? { shift: 0, rotation: 0, scale: 1, flip } : {};
  augmentBatch(pixels, Int32Array.from(rows), data, { augmentation, seedParts });
  return pixels;
}

it('augmentBatch gives a row the same view in any batch', async () => {
  const together = await viewsOf([5, 9], false);
  expect(together.slice(64)).toEqual(await viewsOf([9], false));
  expect(together).not.toEqual(await data.splits.train.read([5, 9]));
});

it('augmentBatch mirrors about half of the images, and only if it is told to', async () => {
  const rows = Array.from({ length: 40 }, (_, row) => row);
  const plain = await data.splits.train.read(rows);
  const views = await viewsOf(rows, true);
  const mirrored = rows.filter(
    (row) => plain.subarray(row * 64, row * 64 + 8).join() !== views.subarray(row * 64, row * 64 + 8).join(),
  );
  // 40 fair coins: outside 8..32 once in ten thousand seeds.
  expect(mirrored.length).toBeGreaterThan(8);
  expect(mirrored.length).toBeLessThan(32);
  for (const row of mirrored) {
    expect([...views.subarray(row * 64, row * 64 + 8)]).toEqual([...plain.subarray(row * 64, row * 64 + 8)].reverse());
  }
});
