import { loadCalibration } from '@disalign/core/node';
import { identityCalibration, logitAdjustment } from '@disalign/core';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readDetections } from '../data/read-detections.js';
import { evaluateLvis } from '../evaluation/evaluate-lvis.js';
import { imageCounts, syntheticRegions, type SyntheticDetector } from '../fixtures/synthetic-regions.js';
import { labelRegions } from '../sampling/label-regions.js';
import { sampleRegions } from '../sampling/sample-regions.js';
import { writeResults } from '../results/write-results.js';
import { evaluateRegions } from './evaluate-regions.js';
import type { RegionEvaluation } from './region-evaluator.js';
import { RegionCalibrator, type RegionFitResult } from './region-calibrator.js';

// Few places in each image: what is scored low for being rare is not among them.
const options = { most: 3 } as const;
const classNames = ['a', 'b', 'c', 'd', 'e', 'f'];

function lvisOf(evaluation: RegionEvaluation) {
  if (evaluation.format === 'lvis') return evaluation.metrics;
  throw new Error('COCO');
}

async function fitOn(
  detector: SyntheticDetector,
  { trainImages = 150, ...changes }: { trainImages?: number; settings?: 'lvis-v0.5' } = {},
) {
  const { background, probabilities } = detector;
  const calibrator = new RegionCalibrator({
    background,
    probabilities,
    classNames,
    settings: { validationFraction: 0 },
    ...changes,
  });
  const train = await sampleRegions(syntheticRegions(trainImages, 1, detector).images, { background });
  const fitted = await calibrator.fit({
    train,
    counts: imageCounts,
    validationImages: { ...syntheticRegions(120, 2, detector), options },
  });
  return { calibrator, fitted };
}

describe.each<SyntheticDetector>([
  { kind: 'linear' },
  { kind: 'cosine' },
  { kind: 'linear', background: 'first', classWiseDeltas: true },
  { kind: 'linear', probabilities: 'sigmoid' },
])('RegionCalibrator, on synthetic regions of a detector with %o', (detector) => {
  let calibrator: RegionCalibrator;
  let fitted: RegionFitResult;
  beforeAll(async () => {
    ({ calibrator, fitted } = await fitOn(detector));
  });

  it('raises the AP of rare categories, and of all', () => {
    const [before, after] = [lvisOf(fitted.images!.untouched), lvisOf(fitted.images!.calibrated)];
    expect(after.APr).toBeGreaterThan(before.APr + 0.05);
    expect(after.AP).toBeGreaterThan(before.AP);
    expect(after.APf).toBeGreaterThan(before.APf - 0.05);
  });

  it('leaves the background as it is', () => {
    const { scale, bias } = calibrator.record.calibration;
    const column = detector.background === 'first' ? 0 : 6;
    expect([scale[column], bias[column]]).toEqual([1, 0]);
    expect(calibrator.record.classNames?.[column]).toBe('background');
    const counts = [...calibrator.record.fit!.counts];
    expect(counts.splice(column, 1)[0]).toBeGreaterThan(500);
    expect(counts).toEqual(imageCounts);
  });

  it('gives, written to a results file and evaluated from there, what it was judged by', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'region-results-'));
    const path = join(folder, 'results.json');
    const { images, truth } = syntheticRegions(120, 2, detector);
    const written = await writeResults(path, calibrator.results(images, truth, options));
    expect(written).toBeGreaterThan(200);
    const detections = await readDetections(path, truth, { segmentations: false });
    expect(evaluateLvis(truth, detections).metrics).toEqual(lvisOf(fitted.images!.calibrated));
    const masks = await readDetections(path, truth, { ignoreBoxes: true });
    const segm = await calibrator.evaluate(images, truth, { ...options, iouType: 'segm' });
    expect(evaluateLvis(truth, masks, { iouType: 'segm' }).metrics).toEqual(lvisOf(segm));
    expect(lvisOf(segm).AP).toBeGreaterThan(0.3);
    await rm(folder, { recursive: true });
  });

  it('is the same after its file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'region-calibrator-'));
    const path = join(folder, 'calibration.safetensors');
    await calibrator.save(path);
    const loaded = await RegionCalibrator.load(path);
    expect(await loadCalibration(path)).toEqual(calibrator.record);
    await rm(folder, { recursive: true });
    expect(loaded.record).toEqual(calibrator.record);
    expect(loaded.scoring).toEqual(calibrator.scoring);
    const image = await syntheticRegions(1, 3, detector).images.read(0);
    expect(loaded.predict(image)).toEqual(calibrator.predict(image));
    const [head] = image.heads;
    expect(loaded.predictProbabilities(head)).toHaveLength(6 * head.rows);
    expect(loaded.calibrate(head)).toEqual(calibrator.calibrate(head));
  });
});

describe('RegionCalibrator', () => {
  it("follows the authors' recipe", async () => {
    const { fitted } = await fitOn({ kind: 'cosine' }, { settings: 'lvis-v0.5', trainImages: 40 });
    expect(fitted.settings).toMatchObject({
      rho: 0.8,
      normalization: 'classes',
      reduction: 'weights',
      standardize: false,
      background: 'last',
      validationFraction: 0,
    });
    // All regions are one step.
    expect(fitted.settings.optimizer).toMatchObject({ epochs: 4500, batchSize: 8192, weightDecay: { scale: 1e-4 } });
    expect(fitted.history).toHaveLength(4500);
    expect(lvisOf(fitted.images!.calibrated).APr).toBeGreaterThan(lvisOf(fitted.images!.untouched).APr + 0.05);
  });

  it('is one head of a cascade, whose scores are averaged', async () => {
    const detector = { heads: 3 };
    const scorings: RegionCalibrator[] = [];
    for (const head of [0, 1, 2]) {
      const calibrator = new RegionCalibrator({ settings: { validationFraction: 0 } });
      const { images } = syntheticRegions(150, 1, detector);
      await calibrator.fit({ train: await sampleRegions(images, { head }), counts: imageCounts });
      scorings.push(calibrator);
    }
    const { images, truth } = syntheticRegions(120, 2, detector);
    const calibrations = scorings.flatMap(({ scoring }) => scoring.calibrations);
    const calibrated = await evaluateRegions(images, truth, { calibrations }, options);
    const identities = calibrations.map(() => identityCalibration(7));
    const untouched = await evaluateRegions(images, truth, { calibrations: identities }, options);
    expect(lvisOf(calibrated).APr).toBeGreaterThan(lvisOf(untouched).APr + 0.03);
    await expect(scorings[0].evaluate(images, truth)).rejects.toThrow('`calibrations` must be 3, one a head, got 1');
  });

  it('stands beside logit adjustment that leaves the background alone', async () => {
    const { images, truth } = syntheticRegions(120, 2);
    const adjusted = logitAdjustment([...imageCounts, 0], { background: 'last' });
    const after = lvisOf(await evaluateRegions(images, truth, { calibrations: [adjusted] }, options));
    const before = lvisOf(await evaluateRegions(images, truth, { calibrations: [identityCalibration(7)] }, options));
    expect(after.APr).toBeGreaterThan(before.APr + 0.05);
  });

  it('is labelled by the ground truth where the detector did not', async () => {
    const { images, truth } = syntheticRegions(20, 4);
    const unlabelled = { count: 20, read: async (index: number) => ({ ...(await images.read(index)), labels: null }) };
    await expect(sampleRegions(unlabelled)).rejects.toThrow('image 100 must have labels, see labelRegions');
    const labelled = labelRegions(unlabelled, truth);
    for (const index of [0, 7, 19]) {
      const { labels } = await labelled.read(index);
      const expected = (await images.read(index)).labels!;
      // Jittered proposals of an object are labelled with it; a random one may lie on an object by chance.
      labels!.forEach((label, region) => {
        if (expected[region] !== 6) expect(label).toBe(expected[region]);
      });
    }
  });

  it('refuses to predict before it is fitted, and names and counts for other classes', async () => {
    const train = await sampleRegions(syntheticRegions(3, 1).images);
    expect(() => new RegionCalibrator().record).toThrow('RegionCalibrator: it must be fitted or loaded first');
    const other = new RegionCalibrator({ classNames: ['a'] }).fit({ train });
    await expect(other).rejects.toThrow('`classNames` must hold 6 entries, one a class, got 1');
    const short = new RegionCalibrator().fit({ train, counts: [1, 2] });
    await expect(short).rejects.toThrow('`counts` must hold 6 entries, one a class, got 2');
  });

  it('stays as it was when a fit, or the judgement of it, fails', async () => {
    const { calibrator } = await fitOn({});
    const before = calibrator.record;
    const train = await sampleRegions(syntheticRegions(30, 1).images);
    const { truth } = syntheticRegions(1, 2);
    const images = { count: 1, read: () => Promise.reject(new Error('no such image')) };
    const fit = calibrator.fit({ train, counts: imageCounts, validationImages: { images, truth } });
    await expect(fit).rejects.toThrow('no such image');
    expect(calibrator.record).toBe(before);
  });
});
