import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileFormatError, linearLogitsOnHost, type StoredTensor } from '@disalign/core';
import { writeSafetensors } from '@disalign/core/node';
import { IMAGENET_STATISTICS } from '@disalign/core/photographs';
import { describeOnEveryBackend, expectClose } from '@disalign/test-support';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scatter, scatteredParameters } from '../backbones/fixtures/scattered-parameters.js';
import { floats, stateDict } from '../backbones/fixtures/state-dict.js';
import { resNet } from '../backbones/resnet.js';
import { createImageSplit } from '../data/create-image-split.js';
import { standardizeChannels } from '../data/standardize-channels.js';
import { extractFeatures } from './extract-features.js';
import { loadFrozenClassifier, type FrozenClassifierOptions } from './load-frozen-classifier.js';

const backbone = resNet({ depth: 10, width: 2 });
const size = { height: 20, width: 16 };
const linear = { kind: 'linear', classes: 3 } as const;
const pixels = Uint8Array.from(scatter(1000, 4 * 20 * 16 * 3), (value) => Math.floor(256 * value));
const float32 = { relativeToLargest: 1e-5 };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'frozen-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function fileOf(change: (tensors: Map<string, StoredTensor>) => void = () => {}): Promise<string> {
  const path = join(folder, 'weights.safetensors');
  const tensors = stateDict(backbone, linear);
  change(tensors);
  await writeSafetensors(path, tensors);
  return path;
}

const load = (path: string, options: Partial<FrozenClassifierOptions> = {}) =>
  loadFrozenClassifier(path, { backbone, head: linear, size, ...options });

describeOnEveryBackend('loadFrozenClassifier', () => {
  it('gives the features and logits of its file, and leaves nothing behind', async () => {
    const path = await fileOf();
    const before = tf.memory().numTensors;
    const network = await load(path);
    expect(network).toMatchObject({ classes: 3, featureSize: 16, image: { ...size, channels: 3 } });
    const { features, logits } = await network.run(pixels);
    network.dispose();
    expect(tf.memory().numTensors).toBe(before);

    const frozen = backbone.freeze(scatteredParameters(backbone.parameters));
    const images = tf.tensor4d(standardizeChannels(pixels, IMAGENET_STATISTICS), [4, 20, 16, 3]);
    const expected = frozen.extractFeatures(images);
    expectClose(features, await expected.data(), float32);
    frozen.dispose();
    const head = { weight: scatter(500, 48), bias: Float32Array.of(0, 1, 2), classes: 3, featureSize: 16 };
    expectClose(logits, linearLogitsOnHost(features, head), float32);
  });

  it('feeds the extraction of features, batch by batch', async () => {
    const split = createImageSplit(Int32Array.of(0, 2, 1, 1), { ...size, channels: 3 }, (row) =>
      pixels.slice(row * 960, (row + 1) * 960),
    );
    const network = await load(await fileOf());
    const source = await extractFeatures(network, split, { batchSize: 3, views: 2 });
    expect(source).toMatchObject({ rows: 4, views: 2, featureSize: 16, classes: 3 });
    const whole = await network.run(pixels);
    const { features, logits, labels } = await source.read({ start: 0, end: 4 });
    expectClose(features, whole.features, float32);
    expectClose(logits, whole.logits, float32);
    expect([...labels]).toEqual([0, 2, 1, 1]);
    network.dispose();
  });
});

describe('loadFrozenClassifier, of heads and files', () => {
  beforeAll(async () => {
    await tf.setBackend('cpu');
  });

  it('gives features alone, where no head is asked for', async () => {
    const network = await load(await fileOf(), { head: null });
    const { features, logits } = await network.run(pixels.subarray(0, 960));
    expect([features.length, logits.length, network.classes]).toEqual([16, 0, 0]);
    const split = createImageSplit(Int32Array.of(0), { ...size, channels: 3 }, () => pixels.slice(0, 960));
    await expect(extractFeatures(network, split)).rejects.toThrow('`classifier` must have a head, got one without');
    network.dispose();
  });

  it('takes a cosine head with its scale, and heads of other names', async () => {
    const path = await fileOf((tensors) => {
      tensors.set('linear.weight', tensors.get('fc.weight')!);
      for (const name of ['fc.weight', 'fc.bias']) tensors.delete(name);
    });
    const network = await load(path, { head: { kind: 'cosine', classes: 3, scale: 16, name: 'linear' } });
    const { features: x, logits } = await network.run(pixels.subarray(0, 960));
    network.dispose();
    const w = scatter(500, 48).subarray(16, 32);
    const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * b[i], 0);
    expectClose([logits[1]], [(16 * dot(x, w)) / Math.sqrt(dot(x, x) * dot(w, w))], { relative: 1e-5 });
  });

  it.each<[string, (tensors: Map<string, StoredTensor>) => void, Partial<FrozenClassifierOptions>, string]>([
    [
      'a tensor too few',
      (tensors) => tensors.delete('layer2.0.downsample.1.bias'),
      {},
      'tensor layer2.0.downsample.1.bias must be there, got none',
    ],
    [
      'a tensor too many',
      (tensors) => tensors.set('layer1.1.conv1.weight', floats([1], Float32Array.of(1))),
      {},
      'tensor layer1.1.conv1.weight must be absent, got one',
    ],
    [
      'a filter of another shape',
      (tensors) => tensors.set('conv1.weight', floats([2, 3, 3, 3], new Float32Array(54))),
      {},
      'tensor conv1.weight must be [2,3,7,7], got [2,3,3,3]',
    ],
    [
      'a head of other classes',
      () => {},
      { head: { kind: 'linear', classes: 5 } },
      'tensor fc.weight must be [5,16], got [3,16]',
    ],
    [
      'a head of another name',
      () => {},
      { head: { ...linear, name: 'linear' } },
      'tensor fc.bias must be absent, got one',
    ],
    [
      'a cosine head with a bias',
      () => {},
      { head: { kind: 'cosine', classes: 3, scale: 16 } },
      'tensor fc.bias must be absent, as the head is a cosine head, got one',
    ],
    [
      'a number that is none',
      (tensors) => tensors.set('bn1.bias', floats([2], Float32Array.of(0, NaN))),
      {},
      'tensor bn1.bias must be finite, got NaN at 1',
    ],
  ])('refuses %s', async (_, change, options, message) => {
    const path = await fileOf(change);
    const before = tf.memory().numTensors;
    await expect(load(path, options)).rejects.toThrow(FileFormatError);
    await expect(load(path, options)).rejects.toThrow(`${path}: ${message}`);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses statistics of other channels', async () => {
    await expect(load(await fileOf(), { statistics: { mean: [0], deviation: [1] } })).rejects.toThrow(
      new RangeError('loadFrozenClassifier: `statistics` must be of 3 channels, as the backbone takes, got 1'),
    );
  });
});
