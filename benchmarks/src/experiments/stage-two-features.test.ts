import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { glyphLongTail, loadClassifier, type ImageDataSet, type ImageSplit } from '@disalign/classification';
import { linearLogitsOnHost, type FeatureSource } from '@disalign/core';
import { expectClose } from '@disalign/test-support';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { checkpointPath } from '../checkpoints/checkpoint-path.js';
import { checkpointRecipes } from '../checkpoints/checkpoint-recipe.js';
import { writeTinyNetwork } from './fixtures/write-tiny-network.js';
import { extractStageTwoFeatures, readStageTwoFeatures } from './stage-two-features.js';

const splitNames = ['train', 'validation', 'test'] as const;
const readAll = (source: FeatureSource, view = 0) => source.read({ start: 0, end: source.rows }, view);

afterEach(() => {
  vi.restoreAllMocks();
});

/** The first images of each split. */
function sliceOf(dataSet: ImageDataSet, counts: Readonly<Record<(typeof splitNames)[number], number>>): ImageDataSet {
  const slice = (split: ImageSplit, count: number): ImageSplit => ({
    count,
    labels: split.labels.slice(0, count),
    read: (rows = { start: 0, end: count }) => split.read(rows),
  });
  const { train, validation, test } = dataSet.splits;
  const splits = {
    train: slice(train, counts.train),
    validation: slice(validation, counts.validation),
    test: slice(test, counts.test),
  };
  return { ...dataSet, splits };
}

describe('readStageTwoFeatures', () => {
  it('reads all views of the three splits, and the head and the counts of the checkpoint', async () => {
    const { network, featuresFolder, splits } = await writeTinyNetwork();
    const features = await readStageTwoFeatures(network, featuresFolder);
    for (const name of splitNames) {
      expect(features[name].views).toBe(name === 'train' ? 2 : 1);
      for (let view = 0; view < features[name].views; view++) {
        expect(await readAll(features[name], view)).toEqual(await readAll(splits[name], view));
      }
    }
    const { head, trainCounts } = await loadClassifier(checkpointPath(network.dataSet, network.networkSeed));
    expect(features.head).toEqual({ classes: 10, featureSize: 64, weight: head.weight, bias: head.bias });
    expect(features.trainCounts).toEqual(trainCounts);
    await rm(featuresFolder, { recursive: true });
  });
});

describe('extractStageTwoFeatures', () => {
  it('writes what the network says to the images of each split, training images also as it has not seen them', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'features-'));
    const recipe = checkpointRecipes['glyph-lt'];
    const counts = { train: 12, validation: 5, test: 40 };
    const images = sliceOf(await glyphLongTail(recipe.dataSetOptions), counts);
    vi.spyOn(recipe, 'load').mockResolvedValue(images);
    const network = { dataSet: 'glyph-lt', networkSeed: 0, backend: 'wasm' } as const;
    const shares: number[] = [];
    await extractStageTwoFeatures(network, folder, (share) => shares.push(share));

    const { head, trainCounts, ...sources } = await readStageTwoFeatures(network, folder);
    expect(trainCounts).toEqual(images.trainCounts);
    for (const name of splitNames) {
      expect(await sources[name].labels()).toEqual(images.splits[name].labels);
      expect(sources[name].views).toBe(name === 'train' ? 2 : 1);
      for (let view = 0; view < sources[name].views; view++) {
        const { features, logits } = await readAll(sources[name], view);
        // Logits were summed in float32, over 64 products that cancel.
        expectClose(logits, linearLogitsOnHost(features, head), { relativeToLargest: 1e-5 });
      }
    }
    expect((await readAll(sources.train, 1)).features).not.toEqual((await readAll(sources.train, 0)).features);
    const { logits, labels } = await readAll(sources.test);
    const right = labels.filter((label, row) => {
      const own = logits.subarray(200 * row, 200 * (row + 1));
      return own.indexOf(Math.max(...own)) === label;
    });
    // 67 % over all test images; by chance a row is right in 200.
    expect(right.length).toBeGreaterThan(10);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
    await rm(folder, { recursive: true });
  });
});
