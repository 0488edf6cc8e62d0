import { describe, expect, it } from 'vitest';
import { createImageSplit } from './create-image-split.js';

describe('createImageSplit', () => {
  const labels = Int32Array.from({ length: 40 }, (_, row) => row % 3);
  const split = createImageSplit(labels, { height: 1, width: 2, channels: 1 }, (row) => Uint8Array.of(row, row + 100));

  it('puts the images in the order of the rows asked for, over several rounds', async () => {
    const rows = Array.from({ length: 40 }, (_, position) => 39 - position);
    const pixels = await split.read(rows);
    expect([...pixels]).toEqual(rows.flatMap((row) => [row, row + 100]));
  });

  it('reads everything without a selection, and nothing from an empty one', async () => {
    expect(await split.read()).toHaveLength(80);
    expect(await split.read([])).toHaveLength(0);
  });

  it('waits for images that come late', async () => {
    const late = createImageSplit(Int32Array.of(0, 0), { height: 1, width: 1, channels: 1 }, async (row) => {
      await new Promise((resolve) => setTimeout(resolve, row === 0 ? 5 : 0));
      return Uint8Array.of(row);
    });
    expect([...(await late.read())]).toEqual([0, 1]);
  });

  it('refuses a row it does not have', async () => {
    await expect(split.read([40])).rejects.toThrow('`rows[0]` must be an integer in 0..39, got 40');
  });
});
