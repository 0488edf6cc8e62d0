import { openFeatureShards } from '@disalign/core/node';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FeatureMapSplit } from '../feature-maps/feature-maps.js';
import { drawMaps, drawSplit } from '../fixtures/drawn-maps.js';
import { NO_CLASS } from '../labels/label-map.js';
import { samplePixels } from './sample-pixels.js';
import { writePixelShards } from './write-pixel-shards.js';

const options = { pixelsPerImage: 7, seed: 3, rowsPerShard: 10 } as const;

describe('writePixelShards', () => {
  let root: string;
  const at = (name: string) => join(root, name);
  const filesOf = async (folder: string) => {
    const names = (await readdir(folder)).sort();
    return Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))]));
  };
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'pixel-shards-'));
  });
  afterEach(() => rm(root, { recursive: true }));

  it('writes the rows that samplePixels gives, each image once', async () => {
    const images = drawSplit(5);
    const progress: string[] = [];
    const { rows } = await writePixelShards(at('a'), images, {
      ...options,
      onProgress: ({ done, total }) => progress.push(`${done}/${total}`),
    });
    expect([rows, images.reads]).toEqual([35, [0, 1, 2, 3, 4]]);
    expect(progress).toEqual(['1/5', '2/5', '3/5', '4/5', '5/5']);
    const written = await openFeatureShards(`${at('a')}/*.safetensors`);
    const sampled = await samplePixels(drawSplit(5), options);
    const all = { start: 0, end: 35 };
    expect(await written.read(all)).toEqual(await sampled.read(all));
  });

  it('draws the pixels of an image by seed and number, whatever other images there are', async () => {
    const [few, many] = [await samplePixels(drawSplit(2), options), await samplePixels(drawSplit(4), options)];
    expect(await few.read({ start: 7, end: 14 })).toEqual(await many.read({ start: 7, end: 14 }));
    const other = await samplePixels(drawSplit(2), { ...options, seed: 4 });
    expect(await other.read({ start: 7, end: 14 })).not.toEqual(await few.read({ start: 7, end: 14 }));
  });

  it.each([1, 2, 3, 4])(
    'ends with the files of a run that was not interrupted, when image %i failed',
    async (failing) => {
      await writePixelShards(at('whole'), drawSplit(5), options);
      const images = drawSplit(5);
      const failingImages: FeatureMapSplit = {
        ...images,
        read: async (row) => {
          if (row === failing) throw new Error('out of memory');
          return images.read(row);
        },
      };
      await expect(writePixelShards(at('part'), failingImages, options)).rejects.toThrow('out of memory');
      const dones: number[] = [];
      const rest = drawSplit(5);
      await writePixelShards(at('part'), rest, { ...options, onProgress: ({ done }) => dones.push(done) });
      expect(await filesOf(at('part'))).toEqual(await filesOf(at('whole')));
      // Shards of 10 rows are kept, save one that still waited for its next row.
      const first = Math.floor((10 * Math.floor((7 * failing - 1) / 10)) / 7);
      expect(rest.reads).toEqual([0, 1, 2, 3, 4].slice(first));
      expect(dones).toEqual([1, 2, 3, 4, 5].slice(first));
      const complete = drawSplit(5);
      await writePixelShards(at('part'), complete, options);
      expect(complete.reads).toEqual([]);
    },
  );

  it('refuses to go on with another seed, sampling or number', async () => {
    await writePixelShards(at('a'), drawSplit(5), options);
    for (const change of [{ seed: 4 }, { sampling: 'per-class' as const }, { pixelsPerImage: 8 }]) {
      await expect(writePixelShards(at('a'), drawSplit(5), { ...options, ...change })).rejects.toThrow(
        '`options` must be those of the shards that are there: metadata of',
      );
    }
    await expect(writePixelShards(at('a'), drawSplit(6), options)).rejects.toThrow('metadata of');
  });

  it('counts pixels without a class where all are drawn, and fills up small images', async () => {
    const labels = { height: 1, width: 3, labels: Uint8Array.of(NO_CLASS, 1, NO_CLASS) };
    const map = { height: 1, width: 3, channels: 2, data: Float32Array.of(5, 1, 6, 2, 7, 3) };
    const images: FeatureMapSplit = { count: 1, read: async () => ({ features: map, logits: map, labels }) };
    const rowsOf = async (sampling: 'uniform' | 'uniform-all') =>
      (await samplePixels(images, { pixelsPerImage: 4, sampling })).read({ start: 0, end: 4 });
    const [labelled, all] = [await rowsOf('uniform'), await rowsOf('uniform-all')];
    expect([[...labelled.labels], [...all.labels]]).toEqual([
      [1, -1, -1, -1],
      [-1, 1, -1, -1],
    ]);
    expect([...labelled.features]).toEqual([6, 2, 0, 0, 0, 0, 0, 0]);
    expect([...all.features]).toEqual([5, 1, 6, 2, 7, 3, 0, 0]);
  });

  it('refuses numbers of pixels that are none, no images, and maps that do not fit', async () => {
    await expect(writePixelShards(at('a'), drawSplit(1), { pixelsPerImage: 0 })).rejects.toThrow(
      'writePixelShards: `pixelsPerImage` must be a positive integer, got 0',
    );
    await expect(samplePixels(drawSplit(1), { seed: 0.5 })).rejects.toThrow(
      'samplePixels: `seed` must be an integer, got 0.5',
    );
    await expect(writePixelShards(at('a'), drawSplit(0))).rejects.toThrow('at least one row, got none');
    await expect(samplePixels(drawSplit(0))).rejects.toThrow('samplePixels: `images` must hold an image, got none');
    const maps = drawMaps(1);
    const broken = (changes: object) => samplePixels({ count: 1, read: async () => ({ ...maps, ...changes }) });
    const { features, labels } = maps;
    await expect(broken({ features: { ...features, height: 3 } })).rejects.toThrow('image 0: `features`');
    const other = drawMaps(1, { height: 4, width: 4 }).features;
    await expect(broken({ features: other })).rejects.toThrow('`features` must be 7 x 5, as their logits, got 2 x 2');
    const nan = { ...features, data: features.data.map((value, i) => (i === 4 ? NaN : value)) };
    await expect(broken({ features: nan })).rejects.toThrow('`features` must be finite, got NaN in cell 1, channel 1');
    await expect(broken({ labels: { ...labels, width: 3 } })).rejects.toThrow('image 0: `labels` must have 27 entries');
    const large = { ...labels, labels: labels.labels.map(() => 9) };
    await expect(broken({ labels: large })).rejects.toThrow('must be an integer in 0..3');
    const changing: FeatureMapSplit = {
      count: 2,
      read: async (row) => (row === 0 ? maps : { ...maps, features: maps.logits }),
    };
    await expect(samplePixels(changing)).rejects.toThrow(
      'samplePixels: maps must have 3 features and 4 logits, got 4 and 4 in image 1',
    );
  });
});
