import * as tf from '@tensorflow/tfjs';
import { ClassificationCounts, linearLogitsOnHost, predictClasses, summarizeClassification } from '@disalign/core';
import { describeOnEveryBackend, expectClose } from '@disalign/test-support';
import { expect, it } from 'vitest';
import { evaluateClassifier } from './evaluate-classifier.js';
import { extractFeatures } from './extract-features.js';
import { describedClassifier } from './fixtures/described-classifier.js';
import { stripedImages } from './fixtures/striped-images.js';
import { predictImages } from './predict-images.js';
import { startClassifier } from './start-classifier.js';

const classifier = describedClassifier();
const { train } = stripedImages({ train: 14, validation: 0, test: 0 }).splits;
const all = { start: 0, end: train.count };
// Another batch size lets a backend add in another order.
const float32 = { relativeToLargest: 1e-5 };

describeOnEveryBackend('extractFeatures', () => {
  it('gives in view 0 the features and logits of the images themselves', async () => {
    const source = await extractFeatures(classifier, train);
    expect(source).toMatchObject({ rows: 14, featureSize: 8, classes: 3, views: 1 });
    const { features, logits, labels } = await source.read(all);
    expect(labels).toEqual(train.labels);
    const predicted = await predictImages(classifier, await train.read());
    expectClose(features, predicted.features, float32);
    expectClose(logits, predicted.logits, float32);
    const { weight, bias } = classifier.head;
    expectClose(logits, linearLogitsOnHost(features, { weight, bias, classes: 3, featureSize: 8 }), float32);
  });

  it('does not depend on batches, nor on which rows are asked for', async () => {
    const options = { views: 2, seed: 4 };
    const whole = await extractFeatures(classifier, train, options);
    const small = await extractFeatures(classifier, train, { ...options, batchSize: 5 });
    const part = await extractFeatures(classifier, train, { ...options, rows: { start: 3, end: 11 } });
    for (const view of [0, 1]) {
      const { logits, features } = await whole.read(all, view);
      expectClose((await small.read(all, view)).logits, logits, float32);
      expectClose((await small.read(all, view)).features, features, float32);
      const slice = await part.read({ start: 0, end: 8 }, view);
      expectClose(slice.logits, logits.subarray(3 * 3, 11 * 3), float32);
      expect(slice.labels).toEqual(train.labels.slice(3, 11));
    }
  });

  it('draws other views by their seed and number, within the limits given', async () => {
    const readViews = async (seed: number, augmentation = {}) => {
      const source = await extractFeatures(classifier, train, { views: 3, seed, augmentation });
      return Promise.all([0, 1, 2].map(async (view) => (await source.read(all, view)).features));
    };
    const [plain, first, second] = await readViews(0);
    expect((await readViews(0))[1]).toEqual(first);
    expect((await readViews(1))[1]).not.toEqual(first);
    expect(first).not.toEqual(plain);
    expect(second).not.toEqual(first);
    expectClose((await readViews(0, { shift: 0, rotation: 0, scale: 1 }))[1], plain, float32);
  });

  it('reads views of photographs from the split', async () => {
    const options = { views: 2, seed: 6, augmentation: { kind: 'photograph' } } as const;
    const source = await extractFeatures(classifier, train, { ...options, batchSize: 5 });
    const view = { augmentation: options.augmentation, seedParts: [6, 1] };
    const { features } = await predictImages(classifier, await train.read(undefined, view));
    expectClose((await source.read(all, 1)).features, features, float32);
  });

  it('tells how far it is, and stops when it is told to, leaving nothing behind', async () => {
    const before = tf.memory().numTensors;
    const controller = new AbortController();
    const seen: number[] = [];
    const run = extractFeatures(classifier, train, {
      batchSize: 6,
      signal: controller.signal,
      onProgress: ({ done, total }) => {
        seen.push(done, total);
        if (done === 12) controller.abort(new Error('enough'));
      },
    });
    await expect(run).rejects.toThrow('enough');
    expect(seen).toEqual([6, 14, 12, 14]);
    expect(tf.memory().numTensors).toBe(before);
    await extractFeatures(classifier, train);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses sizes that are none, and pieces of images', async () => {
    await expect(extractFeatures(classifier, train, { views: 0 })).rejects.toThrow(
      new RangeError('extractFeatures: `views` must be a positive integer, got 0'),
    );
    await expect(extractFeatures(classifier, train, { batchSize: 1.5 })).rejects.toThrow('`batchSize`');
    await expect(extractFeatures(classifier, train, { seed: NaN })).rejects.toThrow('`seed` must be a safe integer');
    await expect(predictImages(classifier, new Uint8Array(65))).rejects.toThrow(
      'startClassifier: `pixels` must hold whole images of 8 x 8 x 1 bytes, got 65',
    );
    await expect(predictImages(classifier, new Uint8Array(64), { batchSize: 0 })).rejects.toThrow(
      'predictImages: `batchSize` must be a positive integer, got 0',
    );
  });
});

describeOnEveryBackend('evaluateClassifier', () => {
  it('sums up what predictImages predicts', async () => {
    const { logits } = await predictImages(classifier, await train.read());
    const counts = new ClassificationCounts({ classes: 3 });
    counts.add({ logits, labels: train.labels });
    const { accuracy, meanClassAccuracy } = summarizeClassification(counts, classifier.trainCounts);
    const summary = await evaluateClassifier(classifier, train, { batchSize: 8 });
    expect(summary).toMatchObject({ rows: 14, accuracy, meanClassAccuracy });
    const correct = predictClasses(logits, 3).filter((label, row) => label === train.labels[row]).length;
    expect(accuracy).toBe(correct / 14);
  });
});

describeOnEveryBackend('startClassifier', () => {
  it('runs a cosine head by its scale, and a head without bias', async () => {
    const pixels = await train.read({ start: 0, end: 4 });
    const run = async (head: typeof classifier.head) => {
      const running = startClassifier({ ...classifier, head });
      const output = await running.run(pixels);
      running.dispose();
      return output;
    };
    const { weight } = classifier.head;
    const { features, logits } = await run({ kind: 'cosine', weight, bias: null, scale: 10 });
    const [x, w] = [features.subarray(8, 16), weight.subarray(0, 8)];
    const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * b[i], 0);
    expectClose([logits[3]], [(10 * dot(x, w)) / Math.sqrt(dot(x, x) * dot(w, w))], { relative: 1e-5 });
    const plain = await run({ kind: 'linear', weight, bias: null, scale: 1 });
    expectClose([plain.logits[3]], [dot(x, w)], { relative: 1e-5 });
  });

  it('gives nothing for no images', async () => {
    const running = startClassifier(classifier);
    const { features, logits } = await running.run(new Uint8Array());
    running.dispose();
    expect([features.length, logits.length]).toEqual([0, 0]);
  });
});
