import { FileFormatError } from '@disalign/core';
import { MissingDataSetError } from '@disalign/core/node';
import { absentEnvironments, fashionMnistFolder } from '@disalign/test-support';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImageSplit } from '../image-data-set.js';
import { describeImageDataSet } from '../fixtures/describe-image-data-set.js';
import { fashionMnistLongTail, type FashionMnistLongTailOptions } from './fashion-mnist-long-tail.js';

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
    const data = await fashionMnistLongTail({ folder, seed: 1, subset: true, imbalance: 6, validationPerClass: 2 });
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

  it('reads packed files as it reads plain ones', async () => {
    const packed = await mkdtemp(join(tmpdir(), 'fashion-mnist-gz-'));
    for (const name of await readdir(folder)) {
      await writeFile(join(packed, `${name}.gz`), gzipSync(await readFile(join(folder, name))));
    }
    const options = { seed: 3, imbalance: 4, validationPerClass: 1 };
    const [fromPlain, fromPacked] = await Promise.all([folder, packed].map((from) => loadAll(from, options)));
    expect(fromPacked).toEqual(fromPlain);
    await rm(packed, { recursive: true });
  });

  it('chooses the same images under one seed and others under another', async () => {
    const first = await loadAll(folder, { seed: 1, imbalance: 2, validationPerClass: 2 });
    expect(await loadAll(folder, { seed: 1, imbalance: 2, validationPerClass: 2 })).toEqual(first);
    expect(await loadAll(folder, { seed: 2, imbalance: 2, validationPerClass: 2 })).not.toEqual(first);
  });

  it('refuses images of another size, and a label that is no class', async () => {
    const load = () => fashionMnistLongTail({ folder, seed: 1, subset: true, validationPerClass: 2 });
    await writePart('t10k', 20, 27);
    await expect(load()).rejects.toBeInstanceOf(FileFormatError);
    await expect(load()).rejects.toThrow('t10k-images-idx3-ubyte: shape must be 20 x 28 x 28, got 20 x 27 x 27');
    await writePart('t10k', 20);
    await writeFile(join(folder, 't10k-labels-idx1-ubyte'), idxFile([20], new Uint8Array(20).fill(10, 7)));
    await expect(load()).rejects.toThrow('t10k-labels-idx1-ubyte: label 7 must be in 0..9, got 10');
    await writePart('t10k', 20);
  });

  it('refuses a part of the published images, unless it is called a subset', async () => {
    await expect(fashionMnistLongTail({ folder, seed: 1, validationPerClass: 2 })).rejects.toThrow(
      'train-labels-idx1-ubyte: labels must be 6000 of class 0, as published of Fashion-MNIST-LT, unless it is a `subset`, got 8',
    );
  });

  describeImageDataSet('Fashion-MNIST-LT', () =>
    fashionMnistLongTail({ folder, seed: 1, subset: true, imbalance: 2, validationPerClass: 2 }),
  );

  it('says what it looked for, where, and how to get it', async () => {
    const nowhere = join(folder, 'nowhere');
    const loading = fashionMnistLongTail({ folder: nowhere, seed: 1 });
    await expect(loading).rejects.toBeInstanceOf(MissingDataSetError);
    await expect(loading).rejects.toThrow(
      'Fashion-MNIST is not here: looked for train-images-idx3-ubyte, train-labels-idx1-ubyte, ' +
        `t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte in ${nowhere}. Install the Debian package dataset-fashion-mnist`,
    );
  });

  // 30 MB that this repository does not carry; what is skipped is named once by report-absent.
  describe.skipIf('fashion-mnist' in absentEnvironments())('with the original files', () => {
    it('cuts 60,000 photographs down to 14,639, and finds boots among the boots', async () => {
      const { trainCounts, splits } = await fashionMnistLongTail({ folder: fashionMnistFolder, seed: 1 });
      // floor(5900 * 100^(-i / 9))
      expect(trainCounts).toEqual([5900, 3536, 2120, 1271, 762, 456, 273, 164, 98, 59]);
      expect(splits.train.count).toBe(14_639);
      expect(splits.validation.count).toBe(1000);
      expect(splits.test.count).toBe(10_000);
      // The first test images of the original: an ankle boot, a pullover, two trousers.
      expect([...splits.test.labels.subarray(0, 4)]).toEqual([9, 2, 1, 1]);
      expect([...(await splits.test.read([0]))].filter((pixel) => pixel > 0).length).toBeGreaterThan(200);
      expect(await hitsOfMeans(splits.train, splits.test)).toBeGreaterThan(0.6);
    });
  });
});

/** Labels and pixels of all splits. */
async function loadAll(folder: string, options: Omit<FashionMnistLongTailOptions, 'folder'>) {
  const { splits } = await fashionMnistLongTail({ folder, subset: true, ...options });
  return Promise.all(Object.values(splits).map(async (split) => [split.labels, await split.read()]));
}

/** Share of test images that lie nearest to the mean of their own class: far over chance where images and labels belong together. */
async function hitsOfMeans(train: ImageSplit, test: ImageSplit): Promise<number> {
  const means = Array.from({ length: 10 }, () => new Float64Array(784));
  const pixels = await train.read();
  const counts = new Array<number>(10).fill(0);
  train.labels.forEach((label) => counts[label]++);
  train.labels.forEach((label, row) => {
    for (let pixel = 0; pixel < 784; pixel++) means[label][pixel] += pixels[row * 784 + pixel] / counts[label];
  });
  const rows = { start: 0, end: 1000 };
  const images = await test.read(rows);
  const isHit = (row: number) => {
    const distances = means.map((mean) =>
      mean.reduce((sum, value, pixel) => sum + (value - images[row * 784 + pixel]) ** 2, 0),
    );
    return distances.indexOf(Math.min(...distances)) === test.labels[row];
  };
  return Array.from({ length: rows.end }, (_, row) => row).filter(isHit).length / rows.end;
}
