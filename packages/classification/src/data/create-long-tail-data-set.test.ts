import { FileFormatError } from '@disalign/core';
import { describe, expect, it } from 'vitest';
import { createLongTailDataSet, type LabelledImages } from './create-long-tail-data-set.js';

/** Images of one pixel, whose byte is the number of the row. */
function numberedImages(labels: readonly number[]): LabelledImages {
  return { file: 'numbers', labels: Uint8Array.from(labels), readImage: (row) => Uint8Array.of(row) };
}

const interleaved = Array.from({ length: 60 }, (_, row) => row % 3);
const source = {
  name: 'Numbers',
  classNames: ['zero', 'one', 'two'],
  height: 1,
  width: 1,
  channels: 1,
  train: numberedImages(interleaved),
  test: numberedImages([2, 0, 1]),
  perClass: { train: 20, test: 1 },
};

describe('createLongTailDataSet', () => {
  it('keeps all of the first class and thins out the others', async () => {
    const data = createLongTailDataSet(source, { seed: 1, imbalance: 4 });
    // 20, floor(20 / 2), floor(20 / 4)
    expect(data.trainCounts).toEqual([20, 10, 5]);
    expect(data.splits.train.count).toBe(35);
    expect(data.splits.validation.count).toBe(0);
    const rows = [...(await data.splits.train.read())];
    expect(rows.map((row) => row % 3)).toEqual([...data.splits.train.labels]);
    expect(new Set(rows).size).toBe(35);
  });

  it('sets a balanced validation part aside that training never sees', async () => {
    const options = { seed: 1, imbalance: 4, validationPerClass: 4 };
    const { train, validation } = createLongTailDataSet(source, options).splits;
    const trainRows = new Set(await train.read());
    const validationRows = [...(await validation.read())];
    expect(trainRows.size).toBe(16 + 8 + 4);
    expect([...validation.labels]).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]);
    expect(validationRows.filter((row) => trainRows.has(row))).toEqual([]);

    const gentler = createLongTailDataSet(source, { ...options, imbalance: 2 }).splits.validation;
    expect([...(await gentler.read())]).toEqual(validationRows);
  });

  it('chooses the same images under one seed and others under another', async () => {
    const chosen = async (seed: number) => [
      ...(await createLongTailDataSet(source, { seed, imbalance: 4 }).splits.train.read()),
    ];
    expect(await chosen(1)).toEqual(await chosen(1));
    expect(await chosen(1)).not.toEqual(await chosen(2));
  });

  it('leaves the test set as it is', async () => {
    const { test } = createLongTailDataSet(source, { seed: 1 }).splits;
    expect([...test.labels]).toEqual([2, 0, 1]);
    expect([...(await test.read())]).toEqual([0, 1, 2]);
  });

  it('refuses training classes of several sizes, or without images: the file is cut', () => {
    const cut = numberedImages(interleaved.slice(0, 59));
    expect(() => createLongTailDataSet({ ...source, train: cut }, { seed: 1 })).toThrow(
      'numbers: labels must be equally many of each class, and some, got 19 to 20',
    );
    expect(() => createLongTailDataSet({ ...source, train: numberedImages([]) }, { seed: 1 })).toThrow(FileFormatError);
  });

  it('refuses other numbers than published, unless it is a subset', () => {
    const half = { ...source, train: numberedImages(interleaved.slice(0, 30)) };
    expect(() => createLongTailDataSet(half, { seed: 1 })).toThrow(
      'numbers: labels must be 20 of class 0, as published of Numbers, unless it is a `subset`, got 10',
    );
    const { trainCounts } = createLongTailDataSet(half, { seed: 1, imbalance: 4, subset: true });
    expect(trainCounts).toEqual([10, 5, 2]);
    const oneMore = { ...source, test: numberedImages([2, 0, 1, 1]) };
    expect(() => createLongTailDataSet(oneMore, { seed: 1 })).toThrow('must be 1 of class 1, as published');
  });

  it.each([-1, 0.5, 20])('refuses to set %s of twenty aside', (validationPerClass) => {
    expect(() => createLongTailDataSet(source, { seed: 1, validationPerClass })).toThrow(RangeError);
  });
});
