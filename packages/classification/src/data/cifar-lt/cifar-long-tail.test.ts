import { createRandom, FileFormatError } from '@disalign/core';
import { MissingDataSetError } from '@disalign/core/node';
import { readMutants } from '@disalign/test-support';
import { copyFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeImageDataSet } from '../fixtures/describe-image-data-set.js';
import { cifarLongTail } from './cifar-long-tail.js';

/** One record: labels, then planes filled with `fill`, `fill` + 1 and `fill` + 2; the first red byte is 255. */
function record(labels: readonly number[], fill: number): number[] {
  const planes = [0, 1, 2].flatMap((channel) => new Array<number>(1024).fill(fill + channel));
  return [...labels, ...planes.with(0, 255)];
}

/** Planes of noise. */
const noiseBytes = (seed: number) => {
  const random = createRandom(seed);
  return Array.from({ length: 3072 }, () => random.nextInt(256));
};

const numberNames = (count: number) => Array.from({ length: count }, (_, index) => `name ${index}`).join('\n');

describe('cifarLongTail', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cifar-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const writeFiles = (files: Record<string, number[] | string>) =>
    Promise.all(
      Object.entries(files).map(([name, content]) =>
        writeFile(join(folder, name), typeof content === 'string' ? content : Uint8Array.from(content)),
      ),
    );

  /** Each of the five training files holds every class once. */
  const writeCifar10 = async () => {
    const batch = Array.from({ length: 10 }, (_, label) => record([label], 10 * label)).flat();
    const batches = Object.fromEntries([1, 2, 3, 4, 5].map((number) => [`data_batch_${number}.bin`, batch]));
    await writeFiles({ ...batches, 'test_batch.bin': record([3], 30), 'batches.meta.txt': `${numberNames(10)}\n\n` });
  };

  it('reads the five batches of CIFAR-10 and turns planes into pixels', async () => {
    await writeCifar10();
    const data = await cifarLongTail({ classes: 10, folder, seed: 1, imbalance: 5, subset: true });
    expect(data.classNames[9]).toBe('name 9');
    expect(data.trainCounts).toEqual([5, 4, 3, 2, 2, 2, 1, 1, 1, 1]);
    const pixels = await data.splits.train.read();
    data.splits.train.labels.forEach((label, row) => {
      const start = row * 3072;
      expect([...pixels.subarray(start, start + 6)]).toEqual([
        255,
        10 * label + 1,
        10 * label + 2,
        10 * label,
        10 * label + 1,
        10 * label + 2,
      ]);
    });
    expect([...data.splits.test.labels]).toEqual([3]);
  });

  it('takes the fine label of CIFAR-100', async () => {
    const train = Array.from({ length: 100 }, (_, label) => record([label % 20, label], label)).flat();
    await writeFiles({
      'train.bin': train,
      'test.bin': record([5, 77], 1),
      'fine_label_names.txt': numberNames(100),
    });
    const data = await cifarLongTail({ classes: 100, folder, seed: 1, imbalance: 1, subset: true });
    expect([...data.splits.test.labels]).toEqual([77]);
    expect(data.splits.train.count).toBe(100);
    expect((await data.splits.train.read([42]))[3]).toBe(42);
  });

  it('refuses half a record, a wrong label and a short list of names', async () => {
    await writeCifar10();
    await truncate(join(folder, 'data_batch_2.bin'), 3073 * 9 + 1);
    await expect(cifarLongTail({ classes: 10, folder, seed: 1, subset: true })).rejects.toThrow(
      'data_batch_2.bin: length must be a positive multiple of 3073 bytes, got 27658',
    );
    await writeCifar10();
    await writeFiles({ 'data_batch_3.bin': [...record([9], 0), ...record([10], 0)] });
    await expect(cifarLongTail({ classes: 10, folder, seed: 1, subset: true })).rejects.toThrow(
      `${join(folder, 'data_batch_3.bin')}: label 1 must be in 0..9, got 10`,
    );
    await writeCifar10();
    await writeFiles({ 'test_batch.bin': record([255], 0) });
    await expect(cifarLongTail({ classes: 10, folder, seed: 1, subset: true })).rejects.toBeInstanceOf(FileFormatError);
    await writeCifar10();
    await truncate(join(folder, 'data_batch_5.bin'), 3073 * 9);
    await expect(cifarLongTail({ classes: 10, folder, seed: 1, subset: true })).rejects.toThrow(
      'equally many of each class',
    );
    await writeCifar10();
    await writeFiles({ 'batches.meta.txt': numberNames(9) });
    await expect(cifarLongTail({ classes: 10, folder, seed: 1, subset: true })).rejects.toThrow(
      'names must be 10 lines, got 9',
    );
  });

  it('refuses a part of the published images, unless it is called a subset', async () => {
    await writeCifar10();
    await expect(cifarLongTail({ classes: 10, folder, seed: 1 })).rejects.toThrow(
      'labels must be 5000 of class 0, as published of CIFAR-10-LT, unless it is a `subset`, got 5',
    );
  });

  describeImageDataSet('CIFAR-10-LT', async () => {
    const noise = Array.from({ length: 50 }, (_, row) => [row % 10, ...noiseBytes(row)]).flat();
    const batches = [1, 2, 3, 4, 5].map((number) => [`data_batch_${number}.bin`, noise] as const);
    await writeFiles({ ...Object.fromEntries(batches), 'test_batch.bin': noise, 'batches.meta.txt': numberNames(10) });
    return cifarLongTail({ classes: 10, folder, seed: 1, imbalance: 5, subset: true });
  });

  it('chooses the same images under one seed and others under another', async () => {
    await writeFiles({
      'data_batch_1.bin': Array.from({ length: 40 }, (_, row) => record([row % 10], row)).flat(),
      'batches.meta.txt': numberNames(10),
      'test_batch.bin': record([0], 0),
    });
    await Promise.all(
      [2, 3, 4, 5].map((batch) => copyFile(join(folder, 'data_batch_1.bin'), join(folder, `data_batch_${batch}.bin`))),
    );
    const chosen = async (seed: number) =>
      (await cifarLongTail({ classes: 10, folder, seed, subset: true })).splits.train.read();
    expect(await chosen(1)).toEqual(await chosen(1));
    expect(await chosen(1)).not.toEqual(await chosen(2));
  });

  it('reads mutated files or refuses them by name', async () => {
    await writeCifar10();
    const path = join(folder, 'data_batch_1.bin');
    const original = await readFile(path);
    const random = createRandom(10);
    const nextInt = (bound: number) => random.nextInt(bound);
    const results = await readMutants({ originals: [original], count: 60, nextInt, file: path }, async (bytes) => {
      await writeFile(path, bytes);
      const { splits } = await cifarLongTail({ classes: 10, folder, seed: 1, imbalance: 2, subset: true });
      expect(await splits.train.read()).toHaveLength(splits.train.count * 3072);
    });
    expect(results.read).toBeGreaterThan(5);
    expect(results.refused).toBeGreaterThan(20);
  });

  it('refuses another number of classes', async () => {
    const classes = 20 as 10;
    await expect(cifarLongTail({ classes, folder, seed: 1, subset: true })).rejects.toThrow(
      '`classes` must be 10 or 100, got 20',
    );
  });

  it('says what it looked for, where, and how to get it', async () => {
    const loading = cifarLongTail({ classes: 100, folder, seed: 1, subset: true });
    await expect(loading).rejects.toBeInstanceOf(MissingDataSetError);
    await expect(loading).rejects.toThrow(
      `CIFAR-100 is not here: looked for fine_label_names.txt, test.bin, train.bin in ${folder}. Unpack the binary version`,
    );
  });
});
