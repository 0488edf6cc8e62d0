import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeFeatureShards, writeSafetensors } from '@disalign/core/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawRows, labelsOf, tinyFeatures } from './fixtures/tiny-features.js';
import type { FeatureDump } from './feature-dump.js';
import { openFeatures, originFacts } from './feature-origin.js';

const { train, validation, test, head, trainCounts } = tinyFeatures();

let folder: string;
let dump: FeatureDump;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dump-'));
  for (const [name, source] of Object.entries({ train, validation, test })) {
    await writeFeatureShards(join(folder, name), source);
  }
  const headFile = join(folder, 'head.safetensors');
  await writeSafetensors(headFile, {
    'head.weight': { dtype: 'F32', shape: [3, 2], data: head.weight },
    'head.bias': { dtype: 'F32', shape: [3], data: head.bias! },
  });
  const files = (name: string) => join(folder, name, '*.safetensors');
  dump = {
    name: 'tiny',
    train: files('train'),
    validation: files('validation'),
    test: files('test'),
    balanced: files('test'),
    head: headFile,
  };
});
afterAll(() => rm(folder, { recursive: true }));

const open = (parts: Partial<FeatureDump> = {}) =>
  openFeatures({ kind: 'dump', dump: { ...dump, ...parts }, backend: 'cpu' });

describe('a dump', () => {
  it('is opened with its head, its balanced rows and the counts of its training labels', async () => {
    const features = await open();
    expect(features.trainCounts).toEqual(trainCounts);
    expect(features.head).toEqual(head);
    expect(features.train).toMatchObject({ rows: 568, views: 2, classes: 3, featureSize: 2 });
    const all = { start: 0, end: 150 };
    expect(await features.test.read(all)).toEqual(await test.read(all));
    expect(await features.balanced?.read(all)).toEqual(await test.read(all));
  });

  it('may lack the head and the balanced rows', async () => {
    expect(await open({ head: null, balanced: null })).toMatchObject({ head: null, balanced: null });
  });

  it('is refused by name where its parts disagree', async () => {
    const two = { classes: 2, featureSize: 1, weight: Float32Array.of(1, -1), bias: null };
    await writeFeatureShards(join(folder, 'other'), drawRows(two, labelsOf([2, 2]), { seed: 1 }));
    const other = join(folder, 'other/*.safetensors');
    const message = '--test: must have 3 classes and 2 features';
    await expect(open({ test: other })).rejects.toThrow(message);
    await expect(open({ train: join(folder, 'nothing/*.safetensors') })).rejects.toThrow('nothing');
  });

  it('has one network', () => {
    expect(originFacts({ kind: 'dump', dump, backend: 'cpu' })).toEqual({
      backend: 'cpu',
      name: 'tiny',
      networkSeed: 0,
    });
  });
});
