import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileFormatError } from '../files/file-format-error.js';
import type { StoredTensor } from '../files/stored-tensor.js';
import { writeNpz } from '../files/write-npz.js';
import { writeSafetensors } from '../files/write-safetensors.js';
import { foreign, integers, matrix, without } from './fixtures/foreign-shard.js';
import { openFeatureShards } from './open-feature-shards.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'disalign-'));
});
afterEach(() => rm(folder, { recursive: true }));

const views = foreign({ 'features.1': matrix(2, [5, 6, 7, 8]), 'logits.1': matrix(2, [1, 2, 3, 4, 5, 6]) });
const compressed = (path: string, tensors: Record<string, StoredTensor>) => writeNpz(path, tensors, { compress: true });

describe.each([
  { kind: 'safetensors', ending: 'safetensors', write: writeSafetensors },
  { kind: 'npz', ending: 'npz', write: writeNpz },
  { kind: 'compressed npz', ending: 'npz', write: compressed },
])('a feature dump as $kind', ({ ending, write }) => {
  const dump = async (name: string, tensors: Record<string, StoredTensor>) => {
    const path = join(folder, `${name}.${ending}`);
    await write(path, tensors);
    return path;
  };

  it('is read by row and view', async () => {
    const source = await openFeatureShards(await dump('one', views));
    expect(source).toMatchObject({ rows: 2, featureSize: 2, classes: 3, views: 2 });
    const batch = await source.read({ start: 1, end: 2 }, 1);
    expect([[...batch.features], [...batch.logits], [...batch.labels]]).toEqual([[7, 8], [4, 5, 6], [2]]);
    expect([...(await source.labels())]).toEqual([0, 2]);
  });

  it('may be several files, one after the other', async () => {
    const paths = [await dump('b', foreign({ labels: integers(1, 1) })), await dump('a', foreign())];
    expect([...(await (await openFeatureShards(paths)).labels())]).toEqual([1, 1, 0, 2]);
    expect([...(await (await openFeatureShards(`${folder}/*.${ending}`)).labels())]).toEqual([0, 2, 1, 1]);
  });

  it.each<[string, Record<string, StoredTensor>, string]>([
    ['fewer labels than rows', foreign({ labels: integers(0) }), 'tensor features must be of shape [1, *], got [2, 2]'],
    [
      'fewer logits than rows',
      foreign({ logits: matrix(1, [1, 2, 3]) }),
      'tensor logits must be of shape [2, *], got [1, 3]',
    ],
    [
      'a view of other features',
      { ...views, 'features.1': matrix(2, [1, 2]) },
      'tensor features.1 must be of shape [2, 2], got [2, 1]',
    ],
    [
      'a view of other classes',
      { ...views, 'logits.1': matrix(2, [1, 2]) },
      'tensor logits.1 must be of shape [2, 3], got [2, 1]',
    ],
    ['a view without logits', without(views, 'logits.1'), 'tensor logits.1 must be there, got none'],
    ['a view without features', without(views, 'features.1'), 'tensor logits.1 must be a view numbered without gaps'],
    ['no labels', without(foreign(), 'labels'), 'tensor labels must be there, got none'],
    [
      'labels that are no integers',
      foreign({ labels: { dtype: 'F32', shape: [2], data: Float32Array.of(0, 1) } }),
      'tensor labels must be of dtype I64',
    ],
  ])('with %s is refused in one error', async (_, tensors, message) => {
    const path = await dump('one', tensors);
    await expect(openFeatureShards(path)).rejects.toBeInstanceOf(FileFormatError);
    await expect(openFeatureShards(path)).rejects.toThrow(`${path}: ${message}`);
  });

  it('with a label beyond its classes is refused when that is read', async () => {
    const path = await dump('one', foreign({ labels: integers(0, 3) }));
    const reading = (await openFeatureShards(path)).labels();
    await expect(reading).rejects.toThrow(
      `${path}: tensor labels, row 1 must be an integer in 0..2 or -1 (ignored), got 3`,
    );
  });

  it.each<[string, Record<string, StoredTensor>, string]>([
    ['features', foreign({ features: matrix(2, [1, 2]) }), '`featureSize` must be 2'],
    ['classes', foreign({ logits: matrix(2, [1, 2]) }), '`classes` must be 3'],
    ['views', views, '`views` must be 1'],
  ])('whose files differ in %s is refused in one error, naming both', async (_, tensors, message) => {
    const paths = [await dump('a', foreign()), await dump('b', tensors)];
    await expect(openFeatureShards(paths)).rejects.toBeInstanceOf(FileFormatError);
    await expect(openFeatureShards(paths)).rejects.toThrow(`${paths[1]}: ${message}, as in ${paths[0]}, got`);
  });
});

it('files of both kinds make one dump; stored rows are read where they lie, compressed ones are not', async () => {
  const [a, b, c] = ['a.safetensors', 'b.npz', 'c.npz'].map((name) => join(folder, name));
  await writeSafetensors(a, foreign());
  await writeNpz(b, foreign());
  await compressed(c, foreign());
  const source = await openFeatureShards([a, b]);
  expect(source.rows).toBe(4);
  expect(source.locate?.({ start: 1, end: 4 })).toMatchObject([
    { rows: 1, features: { path: a } },
    { rows: 2, features: { path: b } },
  ]);
  expect((await openFeatureShards(c)).locate?.({ start: 0, end: 2 })).toBeNull();
});
