import { join } from 'node:path';
import { identityCalibration, judgeFit, logitAdjustment } from '@disalign/core';
import { openFeatureShards, saveCalibration } from '@disalign/core/node';
import {
  evaluateRegions,
  readGroundTruth,
  writeRegionShards,
  openRegionShards,
  type RegionSplit,
} from '@disalign/detection';
import { longTailGroupsByPixels } from '@disalign/segmentation';
import { writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { longTailedRows, trainCounts, writeLongTailedFiles, writeRows } from '../fixtures/long-tailed-rows.js';
import { temporaryFolder } from '../fixtures/temporary-folder.js';
import { evaluateFiles } from './evaluate-files.js';

const folder = temporaryFolder();
const place = (name: string) => join(folder.path, name);
const record = { calibration: logitAdjustment(trainCounts, { tau: 1.5 }), classNames: null, fit: null };
const options = { counts: trainCounts, zeroCounts: 'as-one', targetPrior: 'uniform', seed: 0 } as const;

describe('evaluateFiles', () => {
  let test: string;
  let calibration: string;
  beforeAll(async () => {
    ({ test } = await writeLongTailedFiles(folder.path));
    calibration = place('adjusted.safetensors');
    await saveCalibration(calibration, record);
  });

  it('judges as core does, by the counts that are given', async () => {
    const evaluation = await evaluateFiles({ features: test, calibration, counts: trainCounts });
    const verdict = await judgeFit(await openFeatureShards([test]), record.calibration, options);
    expect(evaluation).toEqual({
      ...{ task: 'classification', rows: 450, classes: 3, counts: trainCounts, support: [150, 150, 150] },
      ...{ verdict, pixels: null, detections: null },
    });
    expect(verdict.calibrated.meanClassAccuracy.few).toBeGreaterThan(verdict.untouched.meanClassAccuracy.few ?? 1);
  });

  it('knows the pixels of head, body and tail', async () => {
    const groups = { head: 1, body: 1, tail: 1 };
    const { pixels, verdict } = await evaluateFiles({
      task: 'segmentation',
      features: test,
      calibration,
      counts: trainCounts,
      groups,
    });
    // The classes have equally many rows, and each group has one class.
    const { meanClassAccuracy, accuracy } = verdict.calibrated;
    expect(longTailGroupsByPixels(trainCounts, groups)).toEqual(['head', 'body', 'tail']);
    expect(pixels?.calibrated.aAcc).toBe(accuracy);
    expect(pixels?.calibrated.mAcc).toBeCloseTo(meanClassAccuracy.overall ?? 0, 12);
    expect(pixels?.calibrated.groups?.tail.mAcc).toBe(meanClassAccuracy.few);
    expect(pixels?.untouched.groups?.head.mAcc).toBe(verdict.untouched.meanClassAccuracy.many);
    const ungrouped = await evaluateFiles({ task: 'segmentation', features: test, calibration, counts: trainCounts });
    expect(ungrouped.pixels?.calibrated.groups).toBeNull();
  });

  it('takes the background of a detector for a class with as many samples as it has rows', async () => {
    const { counts, verdict } = await evaluateFiles({
      task: 'detection',
      features: test,
      calibration,
      counts: [60, 15],
      background: 'first',
    });
    expect(counts).toEqual([150, 60, 15]);
    const untouched = await judgeFit(await openFeatureShards([test]), record.calibration, {
      ...options,
      counts,
      background: 'first',
    });
    expect(verdict).toEqual(untouched);
  });

  it('refuses a calibration of other classes or features by name, and one without counts', async () => {
    await saveCalibration(place('two.safetensors'), {
      calibration: identityCalibration(2),
      classNames: null,
      fit: null,
    });
    await expect(
      evaluateFiles({ features: test, calibration: place('two.safetensors'), counts: trainCounts }),
    ).rejects.toThrow('two.safetensors: tensor scale must be of 3 classes, as the rows are, got 2');
    const one = Float64Array.of(1);
    const confidence = { weight: one, bias: 0, mean: one, deviation: one };
    await saveCalibration(place('one.safetensors'), { ...record, calibration: { ...record.calibration, confidence } });
    await expect(
      evaluateFiles({ features: test, calibration: place('one.safetensors'), counts: trainCounts }),
    ).rejects.toThrow('one.safetensors: tensor confidence.weight must be of 3 features, as the rows are, got 1');
    await expect(evaluateFiles({ features: test, calibration })).rejects.toThrow(
      'evaluateFiles: `counts` must be given',
    );
  });

  it('ends with the reason of its signal', async () => {
    await writeRows(place('more.safetensors'), longTailedRows([40, 40, 40], 5));
    const signal = AbortSignal.abort(new Error('enough'));
    const files = { features: place('more.safetensors'), calibration, counts: trainCounts };
    await expect(evaluateFiles({ ...files, signal })).rejects.toThrow('enough');
  });
});

describe('evaluateFiles of a detector', () => {
  it('gives AP before and after where there is ground truth', async () => {
    const size = { height: 10, width: 20 };
    const boxes = Float32Array.of(1, 1, 8, 9, 11, 1, 18, 9);
    const image = (id: number) => ({
      ...{ id, frame: size, size, boxes, deltas: null, masks: null, labels: Int32Array.of(0, 1) },
      heads: [{ rows: 2, features: Float32Array.of(1, 2), logits: Float32Array.of(4, 3, 3.5, 4.5, 3, 0) }],
    });
    const images: RegionSplit = { count: 2, read: async (index) => image(index + 1) };
    await writeRegionShards(place('regions'), images);
    const annotations = [1, 2].flatMap((id) => [
      { id: 2 * id, image_id: id, category_id: 1, bbox: [1, 1, 7, 8], area: 56, iscrowd: 0 },
      { id: 2 * id + 1, image_id: id, category_id: 2, bbox: [11, 1, 7, 8], area: 56, iscrowd: 0 },
    ]);
    const categories = [1, 2].map((id) => ({ id, name: `${id}` }));
    const truth = { images: [1, 2].map((id) => ({ id, ...size })), annotations, categories };
    await writeFile(place('truth.json'), JSON.stringify(truth));
    // As class 1 the first box, of class 0, scores 0.19 and the second 0.18; without so much of class 0 it is 0.37 and 0.88.
    const margin = { ...identityCalibration(3), bias: Float64Array.of(-4, 0, 0) };
    await saveCalibration(place('margin.safetensors'), { calibration: margin, classNames: null, fit: null });
    const { detections } = await evaluateFiles({
      ...{
        task: 'detection',
        features: place('regions/*.safetensors'),
        calibration: place('margin.safetensors'),
        counts: [2, 2],
      },
      annotations: { annotations: place('truth.json'), format: 'coco' },
    });
    const split = await openRegionShards(place('regions/*.safetensors'));
    const whole = await readGroundTruth(place('truth.json'), { format: 'coco' });
    const direct = await evaluateRegions(split, whole, { calibrations: [margin] });
    expect(detections?.calibrated).toEqual(direct.metrics);
    expect(detections?.untouched.AP).toBeLessThan(detections?.calibrated.AP ?? 0);
  });
});
