import * as tf from '@tensorflow/tfjs';
import { describeOnEveryBackend, expectClose } from '@disalign/test-support';
import { expect, it } from 'vitest';
import { residualGlyphNet } from '../backbones/residual-glyph-net.js';
import { resNet } from '../backbones/resnet.js';
import { stripedImages } from './fixtures/striped-images.js';
import { trainClassifier, type TrainClassifierOptions } from './train-classifier.js';
import type { TrainedClassifier } from './trained-classifier.js';

const data = stripedImages();
const recipe = { backbone: residualGlyphNet({ width: 2 }), seed: 1, epochs: 6, batchSize: 16, warmUpSteps: 2 };

async function trainWithLosses(options: Partial<TrainClassifierOptions> = {}) {
  const losses: number[] = [];
  const classifier = await trainClassifier(data, {
    ...recipe,
    ...options,
    onProgress: ({ loss }) => losses.push(loss),
  });
  return { classifier, losses };
}

const numbersOf = ({ parameters, head }: TrainedClassifier) => [
  ...[...parameters.values()].flatMap(({ data: values }) => [...values]),
  ...head.weight,
  ...(head.bias ?? []),
  head.scale,
];

async function onCpu<Result>(run: () => Promise<Result>): Promise<Result> {
  const before = tf.getBackend();
  await tf.setBackend('cpu');
  try {
    return await run();
  } finally {
    await tf.setBackend(before);
  }
}

describeOnEveryBackend('trainClassifier', (backend) => {
  it('learns, and says what it made of what', async () => {
    const { classifier, losses } = await trainWithLosses();
    expect(losses).toHaveLength(12);
    // At the start about log 3.
    expect(losses[0]).toBeGreaterThan(0.8);
    expect(losses[11]).toBeLessThan(losses[0] / 2);
    const { metrics, ...description } = classifier;
    expectClose([metrics.lastEpochLoss], [(losses[10] + losses[11]) / 2], { relative: 1e-6 });
    expect(metrics.accuracy.train.accuracy).toBeGreaterThan(0.6);
    expect(metrics.accuracy).toHaveProperty('validation');
    expect(description).toMatchObject({
      backbone: { name: 'residual-glyph-net', width: 2, channels: 1 },
      classNames: data.classNames,
      trainCounts: [14, 13, 13],
      image: { height: 8, width: 8, channels: 1, standardization: 'per-image' },
      dataSet: { name: 'Stripes', options: {} },
      training: {
        seed: 1,
        learningRate: 0.1,
        momentum: 0.9,
        nesterov: true,
        weightDecay: 1e-3,
        scheduledPer: 'step',
        sampler: 'instance-balanced',
        augmentation: null,
      },
      environment: { backend: tf.getBackend() },
      head: { kind: 'linear', scale: 1 },
    });
    expect([...classifier.parameters.keys()]).toEqual(recipe.backbone.parameters.map(({ name }) => name));
    expect(classifier.head.weight).toHaveLength(3 * 8);
    expect(classifier.head.bias).toHaveLength(3);
  });

  it('goes the way that the cpu backend goes', async () => {
    const short = { epochs: 2 };
    const here = await trainWithLosses(short);
    const there = await onCpu(() => trainWithLosses(short));
    // Sums in another order, amplified by normalisation from step to step: 1e-6 at the first step, more after four.
    expectClose(here.losses.slice(0, 1), there.losses.slice(0, 1), { relative: 1e-5 });
    expectClose(here.losses, there.losses, { relative: 1e-3 });
    expectClose(numbersOf(here.classifier), numbersOf(there.classifier), { relativeToLargest: 1e-3 });
  });

  it('trains a cosine head, with its scale where that is asked for', async () => {
    const constant = await trainWithLosses({ head: { kind: 'cosine' }, epochs: 2 });
    const learned = await trainWithLosses({ head: { kind: 'cosine', scale: 'learned' }, epochs: 2 });
    expect(constant.classifier.head).toMatchObject({ kind: 'cosine', bias: null, scale: 20 });
    expect(learned.classifier.head.scale).not.toBe(20);
    expect(Math.abs(learned.classifier.head.scale - 20)).toBeLessThan(2);
    expect(learned.classifier.training.head).toEqual({ kind: 'cosine', scale: 'learned' });
    expect(learned.losses[3]).toBeLessThan(learned.losses[0]);
  });

  // Six trainings, of which the software adapter of webgpu would make a third of a minute.
  it.skipIf(backend === 'webgpu')(
    'trains with another sampler, momentum and schedule, also of a cosine head',
    async () => {
      const options = { head: { kind: 'cosine' }, sampler: 'progressively-balanced', epochs: 2 } as const;
      const { classifier, losses } = await trainWithLosses({ ...options, nesterov: false, scheduledPer: 'epoch' });
      expect(classifier.training).toMatchObject({ ...options, nesterov: false, scheduledPer: 'epoch' });
      expect(losses).toHaveLength(4);
      const others = [{ nesterov: false }, { scheduledPer: 'epoch' }, { sampler: 'square-root' }] as const;
      const plain = await trainWithLosses({ epochs: 2 });
      for (const other of others) {
        const changed = await trainWithLosses({ epochs: 2, ...other });
        expect(changed.losses[3]).not.toBe(plain.losses[3]);
      }
    },
  );

  it('trains a ResNet with a max pool', async () => {
    const options = { backbone: resNet({ depth: 10, width: 2, channels: 1 }), epochs: 2, learningRate: 0.05 };
    const { classifier, losses } = await trainWithLosses(options);
    expect(losses[3]).toBeLessThan(losses[0]);
    expect(classifier.head.weight).toHaveLength(3 * 16);
  });

  // Elsewhere threads may add in another order.
  it.runIf(backend === 'cpu' || backend === 'wasm')('repeats itself for its seed, bit by bit', async () => {
    const options = { epochs: 1, augmentation: { flip: true } };
    const [first, second] = [await trainWithLosses(options), await trainWithLosses(options)];
    expect(numbersOf(second.classifier)).toEqual(numbersOf(first.classifier));
    const other = await trainWithLosses({ ...options, seed: 2 });
    expect(numbersOf(other.classifier)).not.toEqual(numbersOf(first.classifier));
  });

  it('holds as many tensors after each step, and none at the end', async () => {
    const before = tf.memory().numTensors;
    const held: number[] = [];
    await trainClassifier(data, { ...recipe, epochs: 2, onProgress: () => held.push(tf.memory().numTensors - before) });
    // Each of the network's variables, and a velocity for each that is trained.
    const { parameters } = recipe.backbone;
    const trained = parameters.filter(({ trainable }) => trainable).length + 2;
    expect(held).toEqual(new Array(4).fill(parameters.length + 2 + trained));
    expect(tf.memory().numTensors).toBe(before);
  });

  it('stops when it is told to, and leaves nothing behind', async () => {
    const before = tf.memory().numTensors;
    const controller = new AbortController();
    let steps = 0;
    const run = trainClassifier(data, {
      ...recipe,
      signal: controller.signal,
      onProgress: () => {
        steps++;
        // From outside, while a step is under way.
        setTimeout(() => controller.abort(new Error('enough')), 0);
      },
    });
    await expect(run).rejects.toThrow('enough');
    expect(steps).toBeLessThan(4);
    expect(tf.memory().numTensors).toBe(before);
    await expect(trainClassifier(data, { ...recipe, signal: AbortSignal.abort(new Error('never')) })).rejects.toThrow(
      'never',
    );
  });

  it('stops when the loss is lost', async () => {
    const before = tf.memory().numTensors;
    const run = trainWithLosses({ learningRate: 1e30, warmUpSteps: 0 });
    await expect(run).rejects.toThrow(/trainClassifier: the loss of step \d+ is (NaN|Infinity)/);
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each([
    [{ seed: 0.5 }, '`seed` must be a safe integer, got 0.5'],
    [{ epochs: 0 }, '`epochs` must be an integer of at least 1, got 0'],
    [{ batchSize: 1 }, '`batchSize` must be an integer of at least 2, got 1'],
    [{ warmUpSteps: -1 }, '`warmUpSteps` must be an integer of at least 0, got -1'],
    [{ learningRate: 0 }, '`learningRate` must be positive, got 0'],
    [{ momentum: 1 }, '`momentum` must be in [0, 1), got 1'],
    [{ weightDecay: NaN }, '`weightDecay` must be at least 0, got NaN'],
    [
      { backbone: residualGlyphNet({ channels: 3 }) },
      '`data` must be images of 3 channels, as the backbone takes, got 1',
    ],
  ])('refuses %o', async (options, message) => {
    await expect(trainClassifier(data, { ...recipe, ...options })).rejects.toThrow(
      new RangeError(`trainClassifier: ${message}`),
    );
  });
});
