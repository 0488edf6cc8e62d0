import {
  classWeights,
  fineTuneHead,
  fitCalibration,
  linearLogitsOnHost,
  scoreCalibration,
  startBackend,
  type FeatureSource,
} from '@disalign/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { tinyFeatures } from '../fixtures/tiny-features.js';
import { ablationArms, type ArmMethod } from './ablation-arm.js';
import { runArm, type ArmOutcome } from './run-arm.js';

const features = tinyFeatures();
const run = (method: ArmMethod, rho: number | null = null, seed = 0) =>
  runArm(features, { method, seed, rho, onProgress: () => {} });

/** [N] 1 where the class of the largest value is the label. */
function correctRows(values: ArrayLike<number>, labels: Int32Array): Uint8Array {
  const classes = values.length / labels.length;
  const top = (row: number) => {
    const own = Array.from({ length: classes }, (_, j) => values[row * classes + j]);
    return own.indexOf(Math.max(...own));
  };
  return Uint8Array.from(labels, (label, row) => Number(top(row) === label));
}

/** Classes of the splits have as many rows as each other, so the mean over classes is that over rows. */
const mean = (correct: Uint8Array) => correct.reduce((sum, value) => sum + value, 0) / correct.length;
const readAll = (source: FeatureSource) => source.read({ start: 0, end: source.rows });

async function expectJudged(outcome: ArmOutcome, logitsOf: (source: FeatureSource) => Promise<ArrayLike<number>>) {
  const { validation, test } = features;
  expect(outcome.test.correct).toEqual(correctRows(await logitsOf(test), await test.labels()));
  expect(outcome.validation).toBeCloseTo(mean(correctRows(await logitsOf(validation), await validation.labels())), 12);
}

beforeAll(async () => {
  await startBackend('cpu');
});

describe('runArm', () => {
  it('untouched: judges the logits as they are', async () => {
    const outcome = await run({ kind: 'untouched' });
    await expectJudged(outcome, async (source) => (await readAll(source)).logits);
    expect(outcome).toMatchObject({ rho: null, trainAccuracy: null });
  });

  it('logit adjustment: judges z - log r', async () => {
    const outcome = await run({ kind: 'logit-adjustment' });
    const adjusted = async (source: FeatureSource) =>
      (await readAll(source)).logits.map((z, i) => z - Math.log(features.trainCounts[i % 3] / 568));
    await expectJudged(outcome, adjusted);
    expect(outcome).toMatchObject({ rho: null, trainAccuracy: null });
    // The tail was swallowed; else the arms below would have nothing to learn.
    expect(outcome.validation).toBeGreaterThan((await run({ kind: 'untouched' })).validation + 0.1);
  });

  it('calibration: learns the parts it is told to, with the rho and the seed it is given', async () => {
    const { train, validation, test, trainCounts: counts } = features;
    const learn = { confidence: false };
    const outcome = await run({ kind: 'calibration', learn }, 0.7, 3);
    const settings = { learn, rho: 0.7, seed: 3, optimizer: { kind: 'sgd' } } as const;
    const fitted = await fitCalibration({ train, validation, counts }, { settings });
    expect(outcome.test.correct).toEqual((await scoreCalibration(test, fitted.calibration)).correct);
    expect(outcome.validation).toBe(fitted.verdict?.calibrated.meanClassAccuracy.overall);
    expect(outcome.trainAccuracy).toBe(fitted.trainAccuracy);
    expect(outcome.rho).toBe(0.7);
  });

  it('calibration: chooses rho where none is given, and says how far it is', async () => {
    const shares: number[] = [];
    const method = { kind: 'calibration', learn: { scale: false, confidence: false } } as const;
    const outcome = await runArm(features, { method, seed: 0, rho: null, onProgress: (share) => shares.push(share) });
    expect(outcome.rho).toBeGreaterThan(0);
    expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    // What was chosen and is then given gives the same.
    const again = await run(method, outcome.rho);
    expect(again.test.correct).toEqual(outcome.test.correct);
    expect(again.validation).toBe(outcome.validation);
  });

  it('fine-tuned head: judges validation and test rows with the logits of the new head', async () => {
    const { train, head, trainCounts } = features;
    const outcome = await run({ kind: 'fine-tuned-head' }, 1.5);
    const tuned = await fineTuneHead(train, head, {
      epochs: 5,
      learningRate: 0.01,
      classWeights: classWeights(trainCounts, { rho: 1.5 }),
      seed: 0,
    });
    await expectJudged(outcome, async (source) => linearLogitsOnHost((await readAll(source)).features, tuned));
    expect(outcome).toMatchObject({ rho: 1.5, trainAccuracy: null });
  });

  it('fine-tuned head: chooses among 0.5, 1, 1.5 and 2 by validation', async () => {
    const method = { kind: 'fine-tuned-head' } as const;
    const shares: number[] = [];
    const outcome = await runArm(features, { method, seed: 0, rho: null, onProgress: (share) => shares.push(share) });
    const each = [];
    for (const rho of [0.5, 1, 1.5, 2]) each.push(await run(method, rho));
    const best = each.reduce((a, b) => (b.validation > a.validation ? b : a));
    expect(outcome).toEqual(best);
    expect(shares.at(-1)).toBe(1);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
  });

  it('leaves the features and the head of the network as they were', async () => {
    for (const { method } of ablationArms) await run(method, 1);
    const untouched = tinyFeatures();
    expect(features.head).toEqual(untouched.head);
    for (const split of ['train', 'validation', 'test'] as const) {
      expect(await readAll(features[split])).toEqual(await readAll(untouched[split]));
    }
  });
});
