import { describe, expect, it } from 'vitest';
import { featuresInMemory } from '../features/features-in-memory.js';
import { featureStatistics } from '../features/feature-statistics.js';
import { drawFeatures } from '../features/fixtures/draw-features.js';
import { splitStratified } from '../features/split-stratified.js';
import type { FitSettingsInput } from './fit-settings.js';
import { type FitData, prepareFit } from './prepare-fit.js';

const train = drawFeatures({ rows: 60, views: 2 });
const validation = drawFeatures({ rows: 30 });
const ignored = featuresInMemory({ features: [[1, 2, 3]], logits: [[1, 2, 3, 4, 5]], labels: [9], ignoreLabel: 9 });

/** Two classes; the first `right` of twenty rows are got right. */
function twentyRows(right: number) {
  const labels = Array.from({ length: 20 }, (_, i) => i % 2);
  const logits = labels.map((label, i) => ((label === 0) === i < right ? [2, -1] : [-1, 2]));
  return featuresInMemory({ features: labels.map(() => [1]), logits, labels });
}

describe('prepareFit', () => {
  it('sets aside the stratified share of the training rows', async () => {
    const prepared = await prepareFit({ train }, { validationFraction: 0.3, seed: 8 });
    const split = await splitStratified(train, { fraction: 0.3, seed: 8 });
    expect(await prepared.train.labels()).toEqual(await split.train.labels());
    expect(prepared.train.views).toBe(2);
    const all = { start: 0, end: split.validation.rows };
    expect(await prepared.validation!.read(all)).toEqual(await split.validation.read(all));
  });

  it('leaves the training rows whole where validation rows are given, or none are wanted', async () => {
    const given = await prepareFit({ train, validation }, {});
    expect(given.train).toBe(train);
    expect(given.validation).toBe(validation);
    const none = await prepareFit({ train }, { rho: 1, validationFraction: 0 });
    expect(none.train).toBe(train);
    expect(none.validation).toBeNull();
  });

  it('counts the training rows before the split, unless counts are given', async () => {
    const labels = await train.labels();
    const expected = [0, 1, 2, 3, 4].map((k) => labels.filter((label) => label === k).length);
    expect((await prepareFit({ train }, {})).counts).toEqual(expected);
    expect((await prepareFit({ train, counts: Int32Array.of(9, 8, 7, 6, 5) }, {})).counts).toEqual([9, 8, 7, 6, 5]);
  });

  it('standardises by the rows that are left to train on, or not', async () => {
    const prepared = await prepareFit({ train }, {});
    const { mean, deviation } = await featureStatistics(prepared.train);
    expect(prepared.layout).toEqual({ form: 'blend', classes: 5, confidence: { mean, deviation } });
    const raw = await prepareFit({ train }, { standardize: false, form: 'additive' });
    const plain = { mean: new Float64Array(3), deviation: Float64Array.of(1, 1, 1) };
    expect(raw.layout).toEqual({ form: 'additive', classes: 5, confidence: plain });
    expect((await prepareFit({ train }, { learn: { confidence: false } })).layout.confidence).toBeNull();
  });

  it('tells the accuracy of the untouched logits over all views', async () => {
    const logits = [
      [2, -1],
      [2, -1],
      [-1, 2],
    ];
    const flipped = logits.map(([a, b]) => [b, a]);
    const views = [logits, logits, flipped].map((view) => ({ features: [[0], [1], [2]], logits: view }));
    const source = featuresInMemory({ views, labels: [0, 7, 1], ignoreLabel: 7 });
    // Rows 0 and 2 are right in two of three views; row 1 is ignored.
    const settings = { rho: 1, validationFraction: 0 };
    expect((await prepareFit({ train: source }, settings)).trainAccuracy).toBe(2 / 3);
  });

  it('warns of rows that the network has memorised', async () => {
    const settings = { rho: 1, validationFraction: 0 };
    expect((await prepareFit({ train: twentyRows(19) }, settings)).warnings).toEqual([]);
    expect((await prepareFit({ train: twentyRows(20) }, settings)).warnings).toEqual([
      'fitCalibration: the network gets 100.0 % of these training rows right: it has memorised them, and little is left ' +
        'to learn from. Give several augmented views of each sample, or samples it was not trained on',
    ]);
  });

  it('warns where the class balance is corrected twice', async () => {
    const warningsOf = async (settings: FitSettingsInput) =>
      (await prepareFit({ train, validation }, settings)).warnings;
    const drawn = { kind: 'sgd', sampler: 'class-balanced' } as const;
    expect(await warningsOf({ rho: 0.5, optimizer: drawn })).toEqual([
      "fitCalibration: sampler 'class-balanced' and rho 0.5 both correct the class balance: use one of them",
    ]);
    expect(await warningsOf({ optimizer: drawn })).toEqual([
      "fitCalibration: sampler 'class-balanced' and rho auto both correct the class balance: use one of them",
    ]);
    expect(await warningsOf({ rho: 0, optimizer: drawn })).toEqual([]);
    expect(await warningsOf({ rho: 0.5, optimizer: { kind: 'sgd' } })).toEqual([]);
    expect(await warningsOf({ rho: 0.5 })).toEqual([]);
  });

  it.each<[Partial<FitData>, FitSettingsInput, string]>([
    [
      { counts: [1, 2, 3, 4, 0] },
      {},
      "classWeights: `counts[4]` must be positive, got 0 (set zeroCounts to 'as-one' or 'no-weight' to allow it)",
    ],
    [{ counts: [1, -2, 3, 4, 5] }, {}, 'classWeights: `counts[1]` must be a non-negative integer, got -2'],
    [{ counts: [1, 2, 2.5, 4, 5] }, {}, 'classWeights: `counts[2]` must be a non-negative integer, got 2.5'],
    [{ counts: [1, 2, 3, 4] }, {}, 'fitCalibration: `counts` must hold 5 numbers, one a class, got 4'],
    [
      { validation: drawFeatures({ rows: 9, classes: 4 }) },
      {},
      'fitCalibration: `validation.classes` must be 5, as in `train`, got 4',
    ],
    [
      { validation: drawFeatures({ rows: 9, featureSize: 2 }) },
      {},
      'fitCalibration: `validation.featureSize` must be 3, as in `train`, got 2',
    ],
    [{ validation: ignored }, {}, 'fitCalibration: `validation` must have a row that is not ignored, got none'],
    [{ train: ignored }, {}, 'fitCalibration: `train` must have a row that is not ignored, got none'],
    [
      {},
      { validationFraction: 0 },
      "fitCalibration: `validation` must be given, or validationFraction be above 0, for rho 'auto' and early stopping",
    ],
    [
      {},
      { validationFraction: 0, rho: 1, earlyStop: { patience: 2 } },
      "fitCalibration: `validation` must be given, or validationFraction be above 0, for rho 'auto' and early stopping",
    ],
  ])('refuses what breaks a rule (%#)', async (data, settings, message) => {
    const error = await prepareFit({ train, ...data }, settings).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RangeError);
    expect((error as RangeError).message).toBe(message);
  });

  it('allows counts of 0 where it is told what they mean', async () => {
    const prepared = await prepareFit({ train, counts: [9, 8, 7, 6, 0] }, { zeroCounts: 'no-weight' });
    expect(prepared.counts[4]).toBe(0);
  });
});
