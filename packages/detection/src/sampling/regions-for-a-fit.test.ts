import { countLabels, createRandom } from '@disalign/core';
import { openFeatureShards } from '@disalign/core/node';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { groundTruthFromJson } from '../data/ground-truth-from-json.js';
import { syntheticRegions } from '../fixtures/synthetic-regions.js';
import type { RegionSplit } from '../regions/region-image.js';
import { drawRegions } from './draw-regions.js';
import { labelRegions } from './label-regions.js';
import { sampleRegions } from './sample-regions.js';
import { writeRegionSamples } from './write-region-samples.js';

describe('drawRegions', () => {
  const labels = Int32Array.from({ length: 100 }, (_, row) => (row < 30 ? row % 3 : row < 90 ? 3 : -1));
  const draw = (options: object, seed = 1) => [...drawRegions(labels, 3, { ...options, random: createRandom(seed) })];

  it('draws up to a quarter that show an object, and fills up with background', () => {
    const drawn = draw({ perImage: 40 });
    expect(drawn).toHaveLength(40);
    expect(drawn.filter((row) => labels[row] < 3)).toHaveLength(10);
    expect(drawn).toEqual([...new Set(drawn)].sort((a, b) => a - b));
    expect(drawn.every((row) => labels[row] >= 0)).toBe(true);
    expect(draw({ perImage: 40, positiveShare: 0 }).every((row) => labels[row] === 3)).toBe(true);
  });

  it('takes what there is where there is less, never a region that is to be ignored', () => {
    expect(draw({})).toEqual(Array.from({ length: 90 }, (_, row) => row));
    expect(draw({ perImage: 80, positiveShare: 0.5 }).filter((row) => labels[row] < 3)).toHaveLength(30);
  });

  it('draws the same for a seed, and others for another', () => {
    expect(draw({ perImage: 10 })).toEqual(draw({ perImage: 10 }));
    expect(draw({ perImage: 10 }, 2)).not.toEqual(draw({ perImage: 10 }));
  });
});

describe('sampleRegions', () => {
  it('has the rows that were drawn, with their labels', async () => {
    const { images } = syntheticRegions(10, 1);
    const source = await sampleRegions(images, { perImage: 8 });
    const all = await sampleRegions(images);
    expect(all).toMatchObject({ rows: 120, featureSize: 7, classes: 7, views: 1 });
    expect(source.rows).toBeLessThanOrEqual(80);
    const first = await images.read(0);
    const { features, labels } = await all.read({ start: 0, end: 12 });
    expect([...features]).toEqual([...first.heads[0].features]);
    expect([...labels]).toEqual([...first.labels!]);
    const counts = countLabels(await source.labels(), 7);
    expect(counts.slice(0, 6).reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(20);
  });

  it('writes to shards what it draws into memory', async () => {
    const { images } = syntheticRegions(10, 1);
    const folder = await mkdtemp(join(tmpdir(), 'region-samples-'));
    const progress: number[] = [];
    const onProgress = ({ done }: { done: number }) => progress.push(done);
    await writeRegionSamples(folder, images, { perImage: 8, rowsPerShard: 20, onProgress });
    const written = await openFeatureShards(`${folder}/*.safetensors`);
    const inMemory = await sampleRegions(images, { perImage: 8 });
    const range = { start: 0, end: inMemory.rows };
    expect(await written.read(range)).toEqual(await inMemory.read(range));
    expect(progress).toEqual(Array.from({ length: 10 }, (_, image) => image + 1));
    await rm(folder, { recursive: true });
  });

  it('refuses options that are none, and nothing to draw', async () => {
    const { images } = syntheticRegions(2, 1);
    await expect(sampleRegions(images, { perImage: 0 })).rejects.toThrow(
      '`perImage` must be a positive integer, got 0',
    );
    await expect(sampleRegions(images, { positiveShare: 2 })).rejects.toThrow(
      '`positiveShare` must be in [0, 1], got 2',
    );
    await expect(sampleRegions(images, { head: 1 })).rejects.toThrow('`head` must be below 1, got 1');
    await expect(sampleRegions({ ...images, count: 0 })).rejects.toThrow('must have a region to draw, got none');
  });
});

describe('labelRegions', () => {
  const size = { height: 10, width: 20 };
  const json = {
    images: [{ id: 7, ...size }],
    annotations: [
      { id: 1, image_id: 7, category_id: 5, bbox: [0, 0, 4, 4], area: 16, iscrowd: 0 },
      { id: 2, image_id: 7, category_id: 2, bbox: [10, 0, 8, 8], area: 64, iscrowd: 1 },
      { id: 3, image_id: 7, category_id: 2, bbox: [0, 5, 4, 4], area: 16, iscrowd: 0 },
    ],
    categories: [
      { id: 2, name: 'cat' },
      { id: 5, name: 'dog' },
    ],
  };
  const truth = groundTruthFromJson(json, { format: 'coco' });
  const imagesOf = (changes: object): RegionSplit => ({
    count: 1,
    read: () =>
      Promise.resolve({
        id: 7,
        frame: { height: 20, width: 40 },
        size,
        heads: [{ rows: 4, features: new Float32Array(0), logits: new Float32Array(12) }],
        // In the frame, which is twice the image: dog, half of dog, crowd, cat.
        boxes: Float32Array.of(0, 0, 8, 8, 0, 0, 8, 4, 20, 0, 36, 16, 1, 10, 9, 18),
        deltas: null,
        masks: null,
        labels: null,
        ...changes,
      }),
  });
  const labelsOf = async (images: RegionSplit, options = {}) => [
    ...(await labelRegions(images, truth, options).read(0)).labels!,
  ];

  it('gives the column of the class, in the order of the category ids, and of the background', async () => {
    expect(await labelsOf(imagesOf({}))).toEqual([1, 1, 2, 0]);
    expect(await labelsOf(imagesOf({}), { background: 'first' })).toEqual([2, 2, 0, 1]);
    expect(await labelsOf(imagesOf({}), { iou: 0.8 })).toEqual([1, 2, 2, 2]);
  });

  it('refuses images that the ground truth does not know, and other categories', async () => {
    await expect(labelsOf(imagesOf({ id: 8 }))).rejects.toThrow('`truth` must know every image, got one of id 8');
    const heads = [{ rows: 4, features: new Float32Array(0), logits: new Float32Array(16) }];
    await expect(labelsOf(imagesOf({ heads }))).rejects.toThrow('image 7 must have 3 columns of logits');
  });
});
