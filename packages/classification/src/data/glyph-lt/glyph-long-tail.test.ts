import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { describeImageDataSet } from '../fixtures/describe-image-data-set.js';
import { standardizeImages } from '../standardize-images.js';
import { glyphLongTail, type GlyphLongTail } from './glyph-long-tail.js';

const imageSize = 32 * 32;

describe('glyphLongTail', () => {
  let data: GlyphLongTail;
  beforeAll(async () => {
    data = await glyphLongTail({ seed: 1 });
  });

  describeImageDataSet('Glyph-LT', () =>
    glyphLongTail({ seed: 1, maxTrainCount: 1, validationPerClass: 1, testPerClass: 1, fullPerClass: 1 }),
  );

  it('has the long tail of a small ImageNet-LT', () => {
    const { trainCounts } = data;
    expect(trainCounts).toHaveLength(200);
    expect(trainCounts.reduce((total, count) => total + count, 0)).toBe(23_894);
    expect(trainCounts.filter((count) => count > 100)).toHaveLength(81);
    expect(trainCounts.filter((count) => count >= 20 && count <= 100)).toHaveLength(91);
    expect(trainCounts.filter((count) => count < 20)).toHaveLength(28);
    expect(Math.max(...trainCounts)).toBe(841);
    expect(Math.min(...trainCounts)).toBe(5);
  });

  it('labels as many rows as it counts, and balances the other splits', () => {
    const countsOf = (labels: Int32Array) => {
      const counts = new Array<number>(200).fill(0);
      labels.forEach((label) => counts[label]++);
      return counts;
    };
    const { train, validation, test, full } = data.splits;
    expect(train.count).toBe(23_894);
    expect(countsOf(train.labels)).toEqual(data.trainCounts);
    expect(countsOf(validation.labels)).toEqual(new Array(200).fill(20));
    expect(countsOf(test.labels)).toEqual(new Array(200).fill(50));
    expect(countsOf(full.labels)).toEqual(new Array(200).fill(120));
  });

  it('draws the same bytes as ever', async () => {
    const hashes = await Promise.all(
      Object.entries(data.splits).map(async ([name, split]) => {
        const pixels = await split.read([0, 1, split.count >> 1, split.count - 1]);
        return [name, createHash('sha256').update(pixels).digest('hex').slice(0, 16)];
      }),
    );
    // Our own output, looked at once as pictures. V8 brings its own sine and exponential: the same on each machine.
    expect(Object.fromEntries(hashes)).toEqual({
      train: 'e35f1fc5b9776adb',
      validation: 'f9be25ba330eb273',
      test: '5eaaf1a8617bfdb3',
      full: 'f0910dd4b2c6f4b6',
    });
  });

  it('draws an image the same whatever it is read with', async () => {
    const { test } = data.splits;
    const together = await test.read({ start: 100, end: 104 });
    const alone = await test.read([102]);
    expect(together).toHaveLength(4 * imageSize);
    expect(alone).toEqual(together.subarray(2 * imageSize, 3 * imageSize));
  });

  it('draws other images under another seed, with the same counts', async () => {
    const other = await glyphLongTail({ seed: 2 });
    expect(other.trainCounts).toEqual(data.trainCounts);
    expect(await other.splits.train.read([0])).not.toEqual(await data.splits.train.read([0]));
  });

  it('shares no image between train and full', async () => {
    const first = Buffer.from(await data.splits.train.read({ start: 0, end: 20 }));
    const full = Buffer.from(await data.splits.full.read({ start: 0, end: 20 }));
    for (let start = 0; start < full.length; start += imageSize) {
      expect(first.indexOf(full.subarray(start, start + imageSize))).toBe(-1);
    }
  });

  it('stays legible: with hardly any distortion, class means tell the characters of unseen fonts', async () => {
    const clean = await glyphLongTail({ seed: 1, difficulty: 0.05, fullPerClass: 12, testPerClass: 2 });
    const means = (await readStandardized(clean, 'full')).reduce(
      (sums, image, row) => {
        const sum = sums[clean.splits.full.labels[row]];
        image.forEach((value, pixel) => (sum[pixel] += value));
        return sums;
      },
      Array.from({ length: 200 }, () => new Float32Array(imageSize)),
    );
    const correct = (await readStandardized(clean, 'test')).filter(
      (image, row) => nearest(image, means) === clean.splits.test.labels[row],
    );
    expect(correct.length / clean.splits.test.count).toBeGreaterThan(0.75);
  });

  it.each([{ seed: 0.5 }, { seed: 1, difficulty: 0 }, { seed: 1, difficulty: 4 }, { seed: 1, testPerClass: 0 }])(
    'refuses %s',
    async (options) => {
      await expect(glyphLongTail(options)).rejects.toBeInstanceOf(RangeError);
    },
  );
});

/** Images with light ink: the ink is the smaller part of an image, so that its values lean to one side. */
async function readStandardized(data: GlyphLongTail, split: 'full' | 'test'): Promise<Float32Array[]> {
  const pixels = await data.splits[split].read();
  return Array.from({ length: data.splits[split].count }, (_, row) => {
    const image = standardizeImages(pixels.subarray(row * imageSize, (row + 1) * imageSize), imageSize);
    const lean = image.reduce((total, value) => total + value ** 3, 0);
    return lean < 0 ? image.map((value) => -value) : image;
  });
}

function nearest(image: Float32Array, means: readonly Float32Array[]): number {
  const cosine = (mean: Float32Array) => {
    let product = 0;
    let squares = 0;
    for (let pixel = 0; pixel < imageSize; pixel++) {
      product += image[pixel] * mean[pixel];
      squares += mean[pixel] ** 2;
    }
    return product / Math.sqrt(squares);
  };
  const scores = means.map(cosine);
  return scores.indexOf(Math.max(...scores));
}
