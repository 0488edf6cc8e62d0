import { expect, it, vi } from 'vitest';
import type { ImageSplit } from '../data/image-data-set.js';
import { stripedImages } from './fixtures/striped-images.js';
import { keepImages } from './keep-images.js';

it('keepImages reads a small split once, and gives rows in the order asked for', async () => {
  const { train } = stripedImages().splits;
  const read = vi.fn<ImageSplit['read']>((rows) => train.read(rows));
  const readRows = await keepImages({ ...train, read }, 64);
  const rows = Int32Array.of(7, 0, 7);
  expect(await readRows(rows)).toEqual(await train.read(rows));
  await readRows(rows);
  expect(read).toHaveBeenCalledTimes(1);
});

it('keepImages reads a split of more than half a gigabyte batch by batch', async () => {
  const { train } = stripedImages().splits;
  const read = vi.fn<ImageSplit['read']>((rows) => train.read(rows));
  const readRows = await keepImages({ ...train, count: 2 ** 23 + 1, read }, 64);
  expect(read).not.toHaveBeenCalled();
  expect(await readRows(Int32Array.of(2))).toEqual(await train.read([2]));
});
