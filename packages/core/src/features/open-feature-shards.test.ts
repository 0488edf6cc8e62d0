import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FileFormatError } from '../files/file-format-error.js';
import type { StoredTensor } from '../files/stored-tensor.js';
import { writeSafetensors } from '../files/write-safetensors.js';
import { linearLogitsOnHost } from '../heads/linear-logits-on-host.js';
import { drawFeatures } from './fixtures/draw-features.js';
import { foreign, integers, matrix, without } from './fixtures/foreign-shard.js';
import { openFeatureShards } from './open-feature-shards.js';
import { writeFeatureShards } from './write-feature-shards.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'disalign-'));
});
afterEach(() => rm(folder, { recursive: true }));

const all = () => `${folder}/*.safetensors`;
const writeForeign = (name: string, tensors: Record<string, StoredTensor>) =>
  writeSafetensors(join(folder, `${name}.safetensors`), tensors);
describe('openFeatureShards', () => {
  it('reads shards of others in the natural order of their names', async () => {
    for (const i of [10, 9, 1]) await writeForeign(`part-${i}`, foreign({ features: matrix(2, [i, i, i, i]) }));
    const source = await openFeatureShards(all());
    expect(source).toMatchObject({ rows: 6, featureSize: 2, classes: 3, views: 1 });
    const { features, labels } = await source.read({ start: 0, end: 6 });
    expect([...features]).toEqual([1, 9, 10].flatMap((i) => [i, i, i, i]));
    expect([...labels]).toEqual([0, 2, 0, 2, 0, 2]);
  });

  it.each<[string, StoredTensor]>([
    ['I32', { dtype: 'I32', shape: [2], data: Int32Array.of(0, 2) }],
    ['I16', { dtype: 'I16', shape: [2], data: Int16Array.of(0, 2) }],
    ['U8', { dtype: 'U8', shape: [2], data: Uint8Array.of(0, 2) }],
  ])('reads labels of %s', async (_, labels) => {
    await writeForeign('a', foreign({ labels }));
    expect([...(await (await openFeatureShards(all())).labels())]).toEqual([0, 2]);
  });

  it('reads F64 features and logits, rounded to float32', async () => {
    const data = Float64Array.of(0.1, 2, 3, 4);
    await writeForeign('a', foreign({ features: { dtype: 'F64', shape: [2, 2], data } }));
    expect((await (await openFeatureShards(all())).read({ start: 0, end: 2 })).features).toEqual(
      Float32Array.from(data),
    );
  });

  it('computes logits from a head in the shards, in a file, or given, for every view', async () => {
    const weight = matrix(3, [1, 0, 0, 1, 2, -1]);
    const bias: StoredTensor = { dtype: 'F32', shape: [3], data: Float32Array.of(0, 10, 0) };
    const arrays = {
      classes: 3,
      featureSize: 2,
      weight: Float32Array.of(1, 0, 0, 1, 2, -1),
      bias: Float32Array.of(0, 10, 0),
    };
    const bare = without(foreign({ 'features.1': matrix(2, [5, 6, 7, 8]) }), 'logits');
    await writeForeign('a', { ...bare, 'head.weight': weight, 'head.bias': bias });
    await writeForeign('b', bare);
    await writeSafetensors(join(folder, 'classifier.head'), { 'head.weight': weight, 'head.bias': bias });
    const sources = [
      await openFeatureShards(all()),
      await openFeatureShards(all(), { head: join(folder, 'classifier.head') }),
      await openFeatureShards(all(), { head: arrays }),
    ];
    for (const source of sources) {
      expect(source).toMatchObject({ classes: 3, views: 2 });
      // Row (1, 2): 1, 2 + 10, 2 - 2. Row (3, 4): 3, 14, 2.
      expect([...(await source.read({ start: 2, end: 4 })).logits]).toEqual([1, 12, 0, 3, 14, 2]);
      const second = linearLogitsOnHost(Float32Array.of(5, 6, 7, 8), arrays);
      expect((await source.read({ start: 2, end: 4 }, 1)).logits).toEqual(second);
    }
    await writeForeign('b', { ...bare, 'head.weight': matrix(3, [1, 0, 0, 1, 2, 0]) });
    await expect(openFeatureShards(all())).rejects.toThrow('must be the head of the shards before, got another');
    const wide = { ...arrays, featureSize: 3, weight: new Float32Array(9) };
    await expect(openFeatureShards(all(), { head: wide })).rejects.toThrow('`head` must take 2 features, got 3');
  });

  it('maps labels to be ignored to -1', async () => {
    await writeForeign('a', foreign({ labels: integers(255, -1) }));
    expect([...(await (await openFeatureShards(all(), { ignoreLabel: 255 })).labels())]).toEqual([-1, -1]);
  });

  const broken: [string, Record<string, StoredTensor>, string][] = [
    ['no features', without(foreign(), 'features'), 'tensor features must be there'],
    ['no labels', without(foreign(), 'labels'), 'tensor labels must be there'],
    ['neither logits nor head', without(foreign(), 'logits'), 'tensor logits or head.weight must be there'],
    [
      'integer features',
      foreign({ features: integers(1, 2) }),
      'tensor features must be of dtype F64, F32, F16, BF16, got I64',
    ],
    [
      'features of rank 1',
      foreign({ features: { dtype: 'F32', shape: [2], data: new Float32Array(2) } }),
      'of shape [2, *], got [2]',
    ],
    [
      'float labels',
      foreign({ labels: { dtype: 'F32', shape: [2], data: new Float32Array(2) } }),
      'tensor labels must be of dtype',
    ],
    ['too many labels', foreign({ labels: integers(0, 1, 2) }), 'tensor features must be of shape [3, *], got [2, 2]'],
    ['too few logits', foreign({ logits: matrix(1, [1, 2, 3]) }), 'tensor logits must be of shape [2, *], got [1, 3]'],
    [
      'a view of another size',
      foreign({ 'features.1': matrix(2, [1, 2]) }),
      'tensor features.1 must be of shape [2, 2]',
    ],
    ['a view without logits', foreign({ 'features.1': matrix(2, [1, 2, 3, 4]) }), 'tensor logits.1 must be there'],
    ['a gap in the views', foreign({ 'features.2': matrix(2, [1, 2, 3, 4]) }), 'numbered without gaps'],
    ['logits of no view', foreign({ 'logits.1': matrix(2, [1, 2, 3, 4]) }), 'numbered without gaps'],
    [
      'a head of another rank',
      { ...without(foreign(), 'logits'), 'head.weight': integers(1) },
      'tensor head.weight must be of dtype',
    ],
    [
      'a head that is not finite',
      { ...without(foreign(), 'logits'), 'head.weight': matrix(3, [1, 2, NaN, 4, 5, 6]) },
      'head.weight, row 1, column 0 must be finite',
    ],
    [
      'a bias of another length',
      {
        ...without(foreign(), 'logits'),
        'head.weight': matrix(3, [1, 2, 3, 4, 5, 6]),
        'head.bias': { dtype: 'F32', shape: [2], data: new Float32Array(2) },
      },
      'tensor head.bias must be of shape [3], got [2]',
    ],
  ];
  it.each(broken)('refuses a shard with %s, at once and by name', async (_, tensors, message) => {
    await writeForeign('a', tensors);
    const opened = openFeatureShards(all());
    await expect(opened).rejects.toThrow(FileFormatError);
    await expect(opened).rejects.toThrow(message);
    await expect(opened).rejects.toThrow('a.safetensors');
  });

  it('names file, row and column of a number that is not finite, and file and row of a wrong label', async () => {
    await writeForeign('a', foreign());
    await writeForeign('b', foreign({ features: matrix(2, [1, 2, 3, NaN]), labels: integers(0, 3) }));
    await writeForeign('c', foreign({ logits: matrix(2, [1, 2, 3, Infinity, 5, 6]) }));
    const source = await openFeatureShards(all());
    const second = source.read({ start: 3, end: 4 });
    await expect(second).rejects.toThrow(
      `${folder}/b.safetensors: tensor features, row 1, column 1 must be finite as float32, got NaN`,
    );
    await expect(source.read({ start: 4, end: 6 })).rejects.toThrow('c.safetensors: tensor logits, row 1, column 0');
    await expect(source.labels()).rejects.toThrow(
      'b.safetensors: tensor labels, row 1 must be an integer in 0..2 or -1 (ignored), got 3',
    );
    await writeForeign('d', foreign({ labels: integers(0, 2 ** 40) }));
    const last = await openFeatureShards([`${folder}/d.safetensors`]);
    await expect(last.labels()).rejects.toThrow('d.safetensors: tensor labels[1] must be an integer within int32');
  });

  it('names logits of a head that overflow', async () => {
    const head = { classes: 1, featureSize: 2, weight: Float32Array.of(3e38, 3e38), bias: null };
    await writeForeign('a', foreign({ labels: integers(0, 0) }));
    await writeForeign('a', without(foreign({ labels: integers(0, 0) }), 'logits'));
    const source = await openFeatureShards(all(), { head });
    await expect(source.read({ start: 0, end: 2 })).rejects.toThrow('tensor logits (of the head), row 0, column 0');
  });

  it.each<[string, Record<string, StoredTensor>, string]>([
    ['D', foreign({ features: matrix(2, [1, 2]) }), '`featureSize` must be'],
    ['K', foreign({ logits: matrix(2, [1, 2]) }), '`classes` must be'],
    [
      'V',
      foreign({ 'features.1': matrix(2, [1, 2, 3, 4]), 'logits.1': matrix(2, [1, 2, 3, 4, 5, 6]) }),
      '`views` must be',
    ],
  ])('refuses shards of another %s', async (_, tensors, message) => {
    await writeForeign('a', foreign());
    await writeForeign('b', tensors);
    await expect(openFeatureShards(all())).rejects.toThrow(FileFormatError);
    await expect(openFeatureShards(all())).rejects.toThrow(message);
  });

  it('refuses a set of ours with a shard missing, out of order or mixed with others', async () => {
    const { files } = await writeFeatureShards(folder, drawFeatures({ rows: 6, featureSize: 2, classes: 3 }), {
      rowsPerShard: 2,
    });
    const [a, b, c] = files;
    expect((await openFeatureShards([a, b, c])).rows).toBe(6);
    await expect(openFeatureShards([a, b])).rejects.toThrow(
      'the last of 2 shards (or set `allowIncomplete`), got shard 1, not the last',
    );
    await expect(openFeatureShards([a, c])).rejects.toThrow('got shard 2, the last of 3');
    await expect(openFeatureShards([b, a, c])).rejects.toThrow(
      `${basename(b)}: metadata shard must be shard 0 of a set`,
    );
    await writeForeign('z', foreign());
    await expect(openFeatureShards(all())).rejects.toThrow(FileFormatError);
    expect((await openFeatureShards([c, a], { allowIncomplete: true })).rows).toBe(4);
  });

  it('refuses metadata of ours that says what we do not write', async () => {
    const path = join(folder, 'a.safetensors');
    await writeSafetensors(path, foreign(), { format: 'disalign-features', version: '2', shard: '0', shards: '1' });
    await expect(openFeatureShards(path)).rejects.toThrow(
      'metadata version must be what writeFeatureShards writes, got 2',
    );
    await writeSafetensors(path, foreign(), { format: 'disalign-features', version: '1', shard: '-1' });
    await expect(openFeatureShards(path)).rejects.toThrow(
      'metadata shard must be what writeFeatureShards writes, got -1',
    );
  });

  it('says when no file is there', async () => {
    await expect(openFeatureShards(all())).rejects.toThrow('`pattern` must match at least one file, got none for');
    await expect(openFeatureShards([])).rejects.toThrow('`paths` must name at least one file, got none');
    await expect(openFeatureShards([join(folder, 'missing.safetensors')])).rejects.toThrow('ENOENT');
  });

  it('warns when logits look like probabilities', async () => {
    const onWarning = vi.fn();
    await writeForeign('a', foreign({ logits: matrix(2, [0.5, 0.25, 0.25, 1, 0, 0]) }));
    await openFeatureShards(all(), { onWarning });
    expect(onWarning).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('look like probabilities'));
  });
});
