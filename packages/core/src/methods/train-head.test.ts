import { describeOnEveryBackend, expectClose } from '@disalign/test-support';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { drawFeatures } from '../features/fixtures/draw-features.js';
import { FitDivergedError } from '../fitting/one-fit.js';
import { balancedSoftmaxOffsets } from './balanced-softmax.js';
import { goldenSource, methodGoldens } from './fixtures/method-goldens.js';
import { trainableCausalHead } from './trainable-causal-head.js';
import { trainableCosineHead, trainableHead, trainableLinearHead } from './trainable-head.js';
import { trainHead, type HeadSchedule } from './train-head.js';

const { start, counts, training, effect } = methodGoldens;
const schedule: HeadSchedule = {
  ...training,
  epochs: training.steps,
  batchSize: goldenSource.rows,
  sampler: 'instance-balanced',
  seed: 0,
};
const offsets = balancedSoftmaxOffsets(counts, 'error');
const cases = [
  { name: 'linear', head: trainableLinearHead(goldenSource), rest: counts.map(() => 0), loss: {} },
  { name: 'balancedSoftmax', head: trainableLinearHead(goldenSource), rest: counts.map(() => 0), loss: { offsets } },
  { name: 'cosine', head: trainableCosineHead(goldenSource), rest: [20], loss: {} },
  { name: 'causal', head: trainableCausalHead(goldenSource, effect), rest: [], loss: {} },
] as const;

describeOnEveryBackend('trainHead', () => {
  it.each(cases)('has the losses and the parameters of PyTorch: $name', async ({ name, head, rest, loss }) => {
    const golden = methodGoldens[name];
    const losses: number[] = [];
    const task = { head, start: Float64Array.of(...start.flat(), ...rest), loss };
    const onStep = (progress: { loss: number }) => losses.push(progress.loss);
    const before = tf.memory().numTensors;
    const parameters = await trainHead(goldenSource, task, { ...schedule, onStep });
    expect(tf.memory().numTensors).toBe(before);
    // 20 steps, each of which rounds to float32.
    expectClose(losses, golden.losses, { relativeToLargest: 1e-4 });
    expectClose(parameters, golden.parameters.flat(), { relativeToLargest: 1e-4 });
  });

  it('repeats itself for a seed, and not for another', async () => {
    const source = drawFeatures({ rows: 60 });
    const head = trainableHead('cosine', source);
    const run = (seed: number) =>
      trainHead(
        source,
        { head, start: head.start(seed), loss: {} },
        { ...schedule, epochs: 2, batchSize: 40, sampler: 'class-balanced', seed },
      );
    expect(await run(3)).toEqual(await run(3));
    expect(await run(3)).not.toEqual(await run(4));
  });

  it('stands still on batches that say nothing', async () => {
    const head = trainableLinearHead(goldenSource);
    const start = head.start(0);
    const weightless = { classWeights: counts.map(() => 0) };
    const end = await trainHead(goldenSource, { head, start, loss: weightless }, { ...schedule, epochs: 1 });
    expect(end).toEqual(Float64Array.from(Float32Array.from(start)));
  });

  it('fails by name where it diverges, and stops on a signal', async () => {
    const head = trainableLinearHead(goldenSource);
    const task = { head, start: head.start(0), loss: {} };
    const wild = { ...schedule, weightDecay: 1e30 };
    await expect(trainHead(goldenSource, task, wild)).rejects.toThrow(FitDivergedError);
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(trainHead(goldenSource, task, { ...schedule, signal })).rejects.toThrow('enough');
  });
});

describe('trainableHead', () => {
  it('starts uniform within 1 / sqrt(D), by its seed', () => {
    const sizes = { classes: 50, featureSize: 100 };
    const vector = trainableHead('linear', sizes).start(1);
    expect(vector).toHaveLength(5050);
    expect(vector.every((value) => Math.abs(value) <= 0.1)).toBe(true);
    // Mean 0 and variance 0.1^2 / 3: four deviations of each estimate.
    const mean = vector.reduce((sum, value) => sum + value, 0) / 5050;
    expect(Math.abs(mean)).toBeLessThan(4 * Math.sqrt(0.01 / 3 / 5050));
    expectClose([vector.reduce((sum, value) => sum + value ** 2, 0) / 5050], [0.01 / 3], { relative: 0.06 });
    expect(trainableHead('linear', sizes).start(1)).toEqual(vector);
    expect(trainableHead('linear', sizes).start(2)).not.toEqual(vector);
    expect(trainableHead('cosine', sizes).start(1).at(-1)).toBe(20);
  });
});
