import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { float32ToBfloat16 } from '../files/float32-to-bfloat16.js';
import { float32ToFloat16 } from '../files/float32-to-float16.js';
import { readSafetensors } from '../files/read-safetensors.js';
import type { FeatureBatch, FeatureSource } from './feature-source.js';
import { featuresInMemory } from './features-in-memory.js';
import { drawFeatures } from './fixtures/draw-features.js';
import { openFeatureShards } from './open-feature-shards.js';
import { selectRows } from './select-rows.js';
import { writeFeatureShards } from './write-feature-shards.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'disalign-'));
});
afterEach(() => rm(folder, { recursive: true }));

const all = () => `${folder}/*.safetensors`;
async function expectSame(actual: FeatureSource, expected: FeatureSource): Promise<void> {
  const { rows, featureSize, classes, views } = expected;
  expect(actual).toMatchObject({ rows, featureSize, classes, views });
  for (let view = 0; view < views; view++) {
    expect(await actual.read({ start: 0, end: rows }, view)).toEqual(
      await expected.read({ start: 0, end: rows }, view),
    );
  }
  expect(await actual.labels()).toEqual(await expected.labels());
}

describe('writeFeatureShards and openFeatureShards', () => {
  it.each([1, 3, 10, 11, 1000])('give back what was written, %i rows a shard', async (rowsPerShard) => {
    const source = drawFeatures({ rows: 11, views: 3 });
    const written = await writeFeatureShards(folder, source, { rowsPerShard });
    expect(written.rows).toBe(11);
    expect(written.files).toHaveLength(Math.ceil(11 / rowsPerShard));
    await expectSame(await openFeatureShards(all()), source);
    await expectSame(await openFeatureShards(written.files), source);
  });

  it('read any range across shard ends, also through a selection of rows', async () => {
    const source = drawFeatures({ rows: 200, featureSize: 2, classes: 3, views: 2 });
    await writeFeatureShards(folder, source, { rowsPerShard: 7 });
    const shards = await openFeatureShards(all());
    const rows = Int32Array.from({ length: 60 }, (_, i) => 3 * i + (i % 2));
    await expectSame(selectRows(shards, rows), selectRows(source, rows));
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 200 }), fc.nat({ max: 200 }), fc.nat({ max: 1 }), async (a, b, view) => {
        const range = { start: Math.min(a, b), end: Math.max(a, b) };
        expect(await shards.read(range, view)).toEqual(await source.read(range, view));
      }),
      { seed: 1, numRuns: 50 },
    );
    await expect(shards.read({ start: 0, end: 201 })).rejects.toThrow('`range` must lie in 0..200');
    await expect(shards.read({ start: 0, end: 1 }, 2)).rejects.toThrow('`view` must be an integer in 0..1');
  });

  it.each(['F16', 'BF16'] as const)('store features as %s, rounded to nearest', async (featureDtype) => {
    const bits = featureDtype === 'F16' ? float32ToFloat16 : float32ToBfloat16;
    const source = drawFeatures({ rows: 20 });
    const { files } = await writeFeatureShards(folder, source, { featureDtype });
    const features = (await readSafetensors(files[0])).tensors.get('features');
    const given = (await source.read({ start: 0, end: 20 })).features;
    expect(features).toEqual({ dtype: featureDtype, shape: [20, 3], data: Uint16Array.from(given, bits) });
    const { features: read, logits } = await (await openFeatureShards(all())).read({ start: 0, end: 20 });
    expect(Math.max(...read.map((value, i) => Math.abs(value / given[i] - 1)))).toBeLessThan(2 ** -8);
    expect(logits).toEqual((await source.read({ start: 0, end: 20 })).logits);
  });

  it('take batches of any size as they come, in several views, from arrays that are filled again', async () => {
    const source = drawFeatures({ rows: 25, views: 2 });
    async function* batches(): AsyncGenerator<FeatureBatch[]> {
      let start = 0;
      let last: FeatureBatch[] = [];
      for (const rows of [4, 0, 9, 12]) {
        for (const { features, logits, labels } of last) {
          features.fill(NaN);
          logits.fill(NaN);
          labels.fill(99);
        }
        const range = { start, end: start + rows };
        last = [await source.read(range, 0), await source.read(range, 1)];
        yield last;
        start += rows;
      }
    }
    await writeFeatureShards(folder, batches(), { rowsPerShard: 6, prefix: 'train', metadata: { model: 'resnet' } });
    expect((await readdir(folder)).sort()).toEqual([0, 1, 2, 3, 4].map((i) => `train-0000${i}.safetensors`));
    await expectSame(await openFeatureShards(all()), source);
    expect((await readSafetensors(join(folder, 'train-00004.safetensors'))).metadata).toEqual({
      model: 'resnet',
      format: 'disalign-features',
      version: '1',
      shard: '4',
      shards: '5',
    });
  });

  it('keep ignored rows, as -1', async () => {
    const data = {
      features: [[1], [2]],
      logits: [
        [3, 0],
        [0, 3],
      ],
      labels: [1, 255],
    };
    await writeFeatureShards(folder, featuresInMemory({ ...data, ignoreLabel: 255 }));
    expect([...(await (await openFeatureShards(all())).labels())]).toEqual([1, -1]);
  });

  it('write no features at all where a source has none', async () => {
    const data = {
      features: new Float32Array(0),
      logits: [
        [3, 0],
        [0, 3],
      ],
      labels: [1, 0],
    };
    await writeFeatureShards(folder, featuresInMemory(data));
    await expectSame(await openFeatureShards(all()), featuresInMemory(data));
  });
});

describe('writeFeatureShards', () => {
  const batch = (changes: Partial<FeatureBatch> = {}): FeatureBatch => ({
    rows: 2,
    features: Float32Array.of(1, 2),
    logits: Float32Array.of(3, 0, 0, 3),
    labels: Int32Array.of(0, 1),
    ...changes,
  });
  async function* stream(...batches: (FeatureBatch | FeatureBatch[])[]) {
    yield* batches;
  }

  it.each<[string, (FeatureBatch | FeatureBatch[])[], string]>([
    ['no rows', [], '`content` must have at least one row, got none'],
    ['no views', [[]], '`content` must have views'],
    [
      'another D',
      [batch(), batch({ features: new Float32Array(4) })],
      'a batch of 2 rows must have 1 views of 1 features',
    ],
    [
      'another K',
      [batch(), batch({ logits: new Float32Array(6) })],
      '2 logits and one label for each row, got 2, 6, 2 numbers',
    ],
    ['another number of views', [batch(), [batch(), batch()]], 'must have 1 views'],
    ['missing labels', [batch({ labels: Int32Array.of(0) })], 'got 2, 4, 1 numbers'],
    [
      'a NaN',
      [batch(), batch({ features: Float32Array.of(1, NaN) })],
      'features must be finite as F32, got NaN in row 3, column 0',
    ],
    [
      'an infinite logit',
      [batch({ logits: Float32Array.of(3, Infinity, 0, 0) })],
      'logits must be finite as F32, got Infinity in row 0, column 1',
    ],
    [
      'a label of no class',
      [batch(), batch({ labels: Int32Array.of(0, 2) })],
      'label of row 3 must be an integer in 0..1',
    ],
  ])('refuses %s', async (_, batches, message) => {
    const written = writeFeatureShards(folder, stream(...batches), { rowsPerShard: 3 });
    await expect(written).rejects.toThrow(RangeError);
    await expect(written).rejects.toThrow(message);
  });

  it('refuses numbers that overflow in the dtype they are stored in', async () => {
    const large = stream(batch({ features: Float32Array.of(1, 70_000) }));
    await expect(writeFeatureShards(folder, large, { featureDtype: 'F16' })).rejects.toThrow(
      'features must be finite as F16, got Infinity in row 1, column 0',
    );
  });

  it('refuses a folder with shards of an earlier run, and shards of no rows', async () => {
    await writeFeatureShards(folder, stream(batch()));
    await expect(writeFeatureShards(folder, stream(batch()))).rejects.toThrow(
      'must have no shards features-*.safetensors yet',
    );
    await writeFeatureShards(folder, stream(batch()), { prefix: 'other' });
    for (const rowsPerShard of [0, -1, 1.5]) {
      await expect(writeFeatureShards(folder, stream(batch()), { prefix: 'more', rowsPerShard })).rejects.toThrow(
        RangeError,
      );
    }
  });

  it('leaves a set that is recognised as unfinished when the batches fail', async () => {
    async function* interrupted() {
      yield batch();
      yield batch();
      throw new Error('out of images');
    }
    await expect(writeFeatureShards(folder, interrupted(), { rowsPerShard: 2 })).rejects.toThrow('out of images');
    expect(await readdir(folder)).toEqual(['features-00000.safetensors']);
    await expect(openFeatureShards(all())).rejects.toThrow('must be the last of 1 shards');
    expect((await openFeatureShards(all(), { allowIncomplete: true })).rows).toBe(2);
  });
});
