import { FileFormatError } from '@disalign/core';
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MissingDataSetError } from '../missing-data-set-error.js';
import { fashionMnistLongTail } from './fashion-mnist-long-tail.js';

const systemFolder = '/usr/share/datasets/fashion-mnist';
const installed = await access(systemFolder).then(
  () => true,
  () => false,
);

/** IDX file of bytes: each axis as 4 bytes, of which two are enough here. */
function idxFile(shape: readonly number[], data: Uint8Array): Uint8Array {
  const lengths = shape.flatMap((length) => [0, 0, length >> 8, length & 255]);
  return Uint8Array.from([0, 0, 8, shape.length, ...lengths, ...data]);
}

describe('fashionMnistLongTail', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fashion-mnist-'));
    await writePart('train', 80);
    await writePart('t10k', 20);
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** Image i is filled with i and has label i mod 10. */
  const writePart = async (part: string, count: number, side = 28): Promise<void> => {
    const labels = Uint8Array.from({ length: count }, (_, row) => row % 10);
    const pixels = Uint8Array.from({ length: count * side * side }, (_, index) => Math.floor(index / side / side));
    await writeFile(join(folder, `${part}-images-idx3-ubyte`), idxFile([count, side, side], pixels));
    await writeFile(join(folder, `${part}-labels-idx1-ubyte`), idxFile([count], labels));
  };

  it('pairs images with labels in every split', async () => {
    const data = await fashionMnistLongTail({ folder, seed: 1, imbalance: 6, validationPerClass: 2 });
    expect([data.height, data.width, data.channels]).toEqual([28, 28, 1]);
    expect(data.classNames[9]).toBe('Ankle boot');
    // six left of each class: floor(6 * 6^(-i / 9))
    expect(data.trainCounts).toEqual([6, 4, 4, 3, 2, 2, 1, 1, 1, 1]);
    for (const split of Object.values(data.splits)) {
      const pixels = await split.read();
      expect(pixels).toHaveLength(split.count * 784);
      split.labels.forEach((label, row) => expect(pixels[row * 784] % 10).toBe(label));
    }
  });

  it('refuses images of another size', async () => {
    await writePart('t10k', 20, 27);
    const loading = fashionMnistLongTail({ folder, seed: 1, validationPerClass: 2 });
    await expect(loading).rejects.toBeInstanceOf(FileFormatError);
    await expect(loading).rejects.toThrow('shape must be 20 x 28 x 28, got 20 x 27 x 27');
  });

  it('says how to get it where it is not', async () => {
    const loading = fashionMnistLongTail({ folder: join(folder, 'nowhere'), seed: 1 });
    await expect(loading).rejects.toBeInstanceOf(MissingDataSetError);
    await expect(loading).rejects.toThrow('dataset-fashion-mnist');
  });

  // Needs the Debian package dataset-fashion-mnist: 30 MB that this repository does not carry.
  it.runIf(installed)('cuts the original down to 14,639 images', async () => {
    const { trainCounts, splits } = await fashionMnistLongTail({ folder: systemFolder, seed: 1 });
    expect(trainCounts[0]).toBe(5900);
    expect(trainCounts[9]).toBe(59);
    expect(trainCounts.reduce((total, count) => total + count, 0)).toBe(splits.train.count);
    expect(splits.train.count).toBe(14_639);
    expect(splits.validation.count).toBe(1000);
    expect(splits.test.count).toBe(10_000);
  });
});
