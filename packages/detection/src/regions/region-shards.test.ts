import { tensorToFloat32, type StoredTensor } from '@disalign/core';
import { openFeatureShards, readSafetensors, writeSafetensors } from '@disalign/core/node';
import { expectClose } from '@disalign/test-support';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { syntheticRegions } from '../fixtures/synthetic-regions.js';
import { openRegionShards } from './open-region-shards.js';
import type { RegionImage } from './region-image.js';
import { writeRegionShards } from './write-region-shards.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'region-shards-'));
});
afterEach(() => rm(folder, { recursive: true }));

const { images } = syntheticRegions(9, 1, { heads: 2, classWiseDeltas: true });

/** As shards hold it: floats are float32. */
function stored({ boxes, deltas, heads, ...rest }: RegionImage) {
  const floats = heads.map(({ rows, features, logits }) => ({ rows, features, logits, labels: rest.labels }));
  return { ...rest, heads: floats, boxes: Float32Array.from(boxes), deltas: deltas && Float32Array.from(deltas) };
}

describe('region shards', () => {
  it('hold the regions of images, whatever the size of the files', async () => {
    for (const [name, shardBytes] of Object.entries({ one: 2 ** 26, three: 10_000, many: 1 })) {
      const files = await writeRegionShards(join(folder, name), images, { shardBytes });
      expect(files.length).toBe({ one: 1, three: files.length, many: 9 }[name]);
      const opened = await openRegionShards(`${folder}/${name}/*.safetensors`);
      expect(opened.count).toBe(9);
      for (let index = 0; index < 9; index++)
        expect(await opened.read(index)).toEqual(stored(await images.read(index)));
    }
  });

  it('are feature shards too: core fits to them as they are', async () => {
    await writeRegionShards(folder, images);
    const source = await openFeatureShards(`${folder}/*.safetensors`);
    expect(source).toMatchObject({ rows: 108, featureSize: 7, classes: 7, views: 2 });
    expect([...(await source.labels()).subarray(0, 12)]).toEqual([...(await images.read(0)).labels!]);
  });

  it('may store features and masks in half precision, and go without deltas, masks and labels', async () => {
    const bare = {
      count: 9,
      read: async (index: number) => ({ ...(await images.read(index)), deltas: null, masks: null, labels: null }),
    };
    const [file] = await writeRegionShards(folder, bare, { dtype: 'F16' });
    const { tensors } = await readSafetensors(file);
    expect(tensors.get('features')?.dtype).toBe('F16');
    expect([...tensors.keys()].sort()).toEqual([
      'boxes',
      'features',
      'features.1',
      'images',
      'labels',
      'logits',
      'logits.1',
    ]);
    const read = await (await openRegionShards(file.replace('00000', '*'))).read(2);
    expect(read).toMatchObject({ deltas: null, masks: null });
    expect([...read.labels!]).toEqual(new Array(12).fill(-1));
    const original = await images.read(2);
    expectClose(read.heads[0].features, original.heads[0].features, { relative: 2 ** -11, absolute: 1e-7 });
    expect(tensorToFloat32(tensors.get('logits')!)).toHaveLength(108 * 7);
  });

  it('are refused where the set is not whole, and where the folder has some already', async () => {
    const files = await writeRegionShards(folder, images, { shardBytes: 1 });
    await expect(openRegionShards(files.slice(0, -1))).rejects.toThrow(
      `${files[7]}: metadata shard must be the last of 8 shards, got shard 7 of more`,
    );
    await expect(openRegionShards(files.slice(1))).rejects.toThrow(
      'metadata shard must be shard 0 of a set, got shard 1',
    );
    await expect(writeRegionShards(folder, images)).rejects.toThrow('must have no regions- shards, got regions-00000');
    await expect(writeRegionShards(join(folder, 'empty'), { ...images, count: 0 })).rejects.toThrow('got none');
    await expect(openRegionShards(`${folder}/none-*`)).rejects.toThrow('openRegionShards: `pattern` must match');
    await expect((await openRegionShards(files)).read(9)).rejects.toThrow('`index` must be an integer in 0..8, got 9');
  });

  const mixed: [string, Partial<RegionImage>, string][] = [
    [
      'without deltas',
      { deltas: null },
      'image 101 must have 2 heads, deltas, 1 x 4 masks, as image 100, got 2 heads, no deltas',
    ],
    ['that do not fit together', { labels: new Int32Array(3) }, '`labels` of image 101 must hold 12 numbers, got 3'],
  ];
  it.each(mixed)('are not written of images %s', async (_, changes, message) => {
    const read = async (index: number) => ({ ...(await images.read(index)), ...(index === 1 ? changes : {}) });
    await expect(writeRegionShards(folder, { count: 2, read })).rejects.toThrow(message);
  });

  it.each<[string, string, StoredTensor | null, string]>([
    ['no table of images', 'images', null, 'tensor images must be of shape [0, 6], got none'],
    [
      'another table',
      'images',
      { dtype: 'I64', shape: [1, 5], data: new BigInt64Array(5) },
      'of shape [1, 6], got [1, 5]',
    ],
    [
      'a table of floats',
      'images',
      { dtype: 'F32', shape: [1, 6], data: new Float32Array(6) },
      'of dtype I64 or I32, got F32',
    ],
    [
      'a table of fewer regions',
      'images',
      { dtype: 'I64', shape: [1, 6], data: BigInt64Array.of(1n, 7n, 1n, 1n, 1n, 1n) },
      'tensor images, regions must be 12 in all, as many as features, got 7',
    ],
    [
      'a negative size',
      'images',
      { dtype: 'I64', shape: [1, 6], data: BigInt64Array.of(1n, 12n, 1n, -1n, 1n, 1n) },
      'tensor images, row 0, frame width must be a whole number, got -1',
    ],
    [
      'boxes too few',
      'boxes',
      { dtype: 'F32', shape: [11, 4], data: new Float32Array(44) },
      'tensor boxes must be of shape [12, 4], got [11, 4]',
    ],
    [
      'deltas of other classes',
      'deltas',
      { dtype: 'F32', shape: [12, 8], data: new Float32Array(96) },
      'of shape [12, 4] or [12, 24], got [12, 8]',
    ],
    [
      'masks that are no squares',
      'mask_logits',
      { dtype: 'F32', shape: [12, 1, 2, 3], data: new Float32Array(72) },
      'tensor mask_logits must be of shape',
    ],
  ])('with %s are refused in one error that names file and tensor', async (_, name, tensor, message) => {
    const [file] = await writeRegionShards(folder, { ...images, count: 1 });
    const { tensors } = await readSafetensors(file);
    const { [name]: old, ...others } = Object.fromEntries(tensors);
    expect(old).toBeDefined();
    const path = join(folder, 'other.safetensors');
    await writeSafetensors(path, tensor ? { ...others, [name]: tensor } : others);
    await expect(openRegionShards(path)).rejects.toThrow(message);
    await expect(openRegionShards(path)).rejects.toThrow(path);
  });

  it('with a box that is not finite are refused when it is read', async () => {
    const boxes = (await images.read(0)).boxes.slice();
    boxes[6] = NaN;
    const read = async () => ({ ...(await images.read(0)), boxes });
    const [file] = await writeRegionShards(folder, { count: 1, read });
    const opened = await openRegionShards([file]);
    await expect(opened.read(0)).rejects.toThrow('tensor boxes, row 1 must be finite as float32, got NaN');
  });
});
