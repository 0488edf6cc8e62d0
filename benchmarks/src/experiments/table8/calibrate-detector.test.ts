import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identityCalibration } from '@disalign/core';
import { evaluateRegions, openRegionShards, readGroundTruth } from '@disalign/detection';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calibrateDetector, triedStrengths } from './calibrate-detector.js';
import { compareArms } from './compare-arms.js';
import type { DetectorResult } from './detector-task.js';
import { writeTinyRegions } from './fixtures/write-tiny-regions.js';
import { table8Report } from './table8-report.js';

describe('calibrateDetector, on a dump of a detector that prefers what it saw often', () => {
  let folder: string;
  let result: DetectorResult;
  const shares: number[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tiny-regions-'));
    result = await calibrateDetector(await writeTinyRegions(folder), (share) => shares.push(share));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const find = (name: string) => result.arms.find(({ arm }) => arm === name);
  const metricsOf = (name: string) => find(name)?.scores.bbox?.metrics;

  it('scores the untouched detector as it came, and each arm by what it was chosen for', async () => {
    const images = await openRegionShards(join(folder, 'test/*.safetensors'));
    const truth = await readGroundTruth(join(folder, 'test.json'), { format: 'lvis' });
    for (const { calibration, scores } of result.arms) {
      const { metrics } = await evaluateRegions(images, truth, { calibrations: [calibration] });
      expect(scores.bbox?.metrics).toEqual(metrics);
    }
    expect(find('baseline')?.calibration).toEqual(identityCalibration(4));
  });

  it('tries every strength on the selection split, and takes the one of the best AP', () => {
    for (const arm of ['logit adjustment', 'DisAlign'] as const) {
      const tried = result.selection.filter((one) => one.arm === arm);
      expect(tried.map(({ strength }) => strength)).toEqual(triedStrengths[arm]);
      const best = Math.max(...tried.map(({ metrics }) => metrics.AP));
      expect(tried.find(({ strength }) => strength === find(arm)?.strength)?.metrics.AP).toBe(best);
    }
  });

  it('leaves the background as it is, and masks out where there are none', () => {
    const { scale, bias } = find('DisAlign')!.calibration;
    expect([scale[3], bias[3]]).toEqual([1, 0]);
    expect(result.arms.map(({ scores }) => Object.keys(scores))).toEqual([['bbox'], ['bbox'], ['bbox']]);
    expect(result.testImages).toBe(20);
    expect(result.trainAccuracy).toBeGreaterThan(0.5);
    expect(shares.at(-1)).toBe(1);
  });

  it('is compared with the untouched detector over the test images, and reported', async () => {
    const row = await compareArms([result]);
    const [baseline, , aligned] = row.arms;
    expect([baseline.arm, baseline.overBaseline, baseline.deviation]).toEqual(['baseline', null, null]);
    expect(aligned.overBaseline?.AP?.estimate).toBeCloseTo(metricsOf('DisAlign')!.AP - metricsOf('baseline')!.AP, 12);
    const texts = { key: 'tiny', title: 'a tiny dump', origin: ['Regions.'] };
    const { summary, sections } = table8Report({ rows: [row], results: [result] }, texts);
    expect(summary).toHaveLength(1);
    expect(summary[0]).toMatch(/^DisAlign on `tiny` /);
    const [boxes] = sections[0].tables;
    expect(boxes.rows.map(({ arm, AP }) => [arm, AP])).toEqual(
      row.arms.map(({ arm, mean }) => [arm, { mean: 100 * mean.AP }]),
    );
    expect(sections[0].tables).toHaveLength(1);
  });
});
