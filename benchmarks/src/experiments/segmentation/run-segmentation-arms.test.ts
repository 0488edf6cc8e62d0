import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { FileFormatError, identityCalibration } from '@disalign/core';
import { longTailGroups, readRgbImage, scoreImages, summarizeSegmentation } from '@disalign/segmentation';
import { reportSchema } from '@disalign/report';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { combineOutcomes } from './combine-outcomes.js';
import { writeTinyDump } from './fixtures/write-tiny-dump.js';
import { runSegmentationArms, type SegmentationOutcome } from './run-segmentation-arms.js';
import { segmentationArms, type SegmentationArm } from './segmentation-arm.js';
import { segmentationBars } from './segmentation-bars.js';
import { saveTestVisuals } from './save-test-visuals.js';
import { openSegmentationDump, openSplit, type SegmentationDump } from './segmentation-data.js';
import { segmentationSection } from './segmentation-section.js';

// Those of the table, with fewer strengths.
const arms = [segmentationArms[0], segmentationArms[1], segmentationArms[4]].map(
  ({ name, method }): SegmentationArm => ({
    name,
    method: method.kind === 'untouched' ? method : { ...method, strengths: [0.1, 1] },
  }),
);
const groups = longTailGroups({ head: 2, body: 1, tail: 2 });
let root: string;
let dump: SegmentationDump;
let outcome: SegmentationOutcome;
const shares: number[] = [];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'segmentation-arms-'));
  dump = await writeTinyDump(root);
  outcome = await runSegmentationArms({ dump, groups, backend: 'wasm' }, (share) => shares.push(share), arms);
}, 120_000);
afterAll(() => rm(root, { recursive: true }));

describe('openSegmentationDump', () => {
  it('takes the images to choose on that have maps, and counts the pixels of the fit', async () => {
    const { train, counts, selection, test } = await openSegmentationDump(dump);
    expect([train.rows, train.classes, train.featureSize]).toEqual([12 * 64, 5, 3]);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(12 * 64);
    expect([selection.count, test.count]).toEqual([6, 8]);
  });

  it('names the folder without maps, and the test image without any', async () => {
    const empty = openSegmentationDump({ ...dump, selection: dump.test });
    await expect(empty).rejects.toThrow(FileFormatError);
    await expect(empty).rejects.toThrow('selection: folder must be maps of some of 8 images, got 6 files');
    const other = openSegmentationDump({ ...dump, test: dump.selection });
    await expect(other).rejects.toThrow('file must be the maps of scene_training_00000, one of 12 images');
  });
});

describe('runSegmentationArms', () => {
  it('runs every arm under every strength, and tests one', () => {
    expect(outcome.arms.map(({ arm }) => arm)).toEqual(arms.map(({ name }) => name));
    for (const [index, { strength, sweep, test }] of outcome.arms.entries()) {
      const { method } = arms[index];
      const strengths = method.kind === 'untouched' ? [null] : method.strengths;
      expect(sweep.map((swept) => swept.strength)).toEqual(strengths);
      expect(strengths).toContain(strength);
      // That with the best mIoU of the sweep.
      const best = Math.max(...sweep.map(({ scores }) => scores.mIoU));
      expect(sweep.find((swept) => swept.strength === strength)?.scores.mIoU).toBe(best);
      expect(test).toHaveLength(8);
    }
    expect(shares.at(-1)).toBe(1);
    expect([...shares].sort((a, b) => a - b)).toEqual(shares);
  });

  it('leaves the baseline as the network came, and helps a network that prefers the first classes', async () => {
    const { test } = await openSegmentationDump(dump);
    const [counts] = await scoreImages(test, [identityCalibration(5)]);
    const { rows } = combineOutcomes([outcome], groups);
    const [baseline, , full] = rows;
    expect(baseline.mean.mIoU).toBeCloseTo(summarizeSegmentation(counts).mIoU ?? NaN, 12);
    expect(baseline.overBaseline).toBeNull();
    expect(baseline.deviation).toBeNull();
    expect(full.mean.tailAcc).toBeGreaterThan(baseline.mean.tailAcc + 0.05);
    expect(full.overBaseline?.tailAcc.lower).toBeGreaterThan(0);
  });
});

describe('saveTestVisuals', () => {
  it('draws the first test images as wide as five of them', async () => {
    const named = { ...dump, name: 'tiny' };
    const paths = await saveTestVisuals(named, outcome.arms[2].calibration, {
      folder: join(root, 'visuals'),
      images: 2,
    });
    expect(paths.map((path) => basename(path))).toEqual([
      'tiny-scene_validation_00000.png',
      'tiny-scene_validation_00001.png',
    ]);
    const { height, width, pixels } = await readRgbImage(paths[1]);
    expect([height, width]).toEqual([48, 5 * 48 + 4 * 4]);
    // The first panel is the image.
    const { image } = await (await openSplit(dump, dump.test)).read(1);
    expect(pixels.subarray(0, 3 * 48)).toEqual(image.pixels.subarray(0, 3 * 48));
  });
});

describe('the report', () => {
  it('is a section that holds, with the numbers of the rows', () => {
    const comparison = combineOutcomes([outcome, outcome], groups);
    const section = segmentationSection(comparison, { key: 'tiny', title: 'Tiny' });
    const metadata = { date: '2026-01-01T00:00:00Z', versions: {} };
    const report = { name: 'table6', title: 'Table 6', summary: [], sections: [section], metadata };
    expect(reportSchema.parse(report)).toEqual(report);
    const [{ rows }] = section.tables;
    expect(rows.map(({ arm }) => arm)).toEqual(arms.map(({ name }) => name));
    expect(rows[0]).toMatchObject({ strength: null, 'mIoU-gain': null });
    // Two networks that are one have no deviation.
    expect(rows[2].mIoU).toEqual({ mean: 100 * comparison.rows[2].mean.mIoU, deviation: 0 });
    const [{ series, marks }] = section.charts;
    expect(series.map(({ points }) => points.length)).toEqual([2, 2]);
    expect(marks?.[0].y).toBe(100 * comparison.rows[0].sweep[0].scores.mIoU);
  });

  it('says which bars hold, with figures', () => {
    const { rows } = combineOutcomes([outcome], groups);
    const gain = (estimate: number) => ({ estimate, lower: estimate - 0.01, upper: estimate + 0.01 });
    const overBaseline = {
      mIoU: gain(-0.005),
      mAcc: gain(0.021),
      headIoU: gain(0),
      bodyIoU: gain(0),
      tailIoU: gain(0.009),
      tailAcc: gain(0),
    };
    expect(segmentationBars('Tiny', { ...rows[2], overBaseline })).toBe(
      'Tiny, full DisAlign: mIoU not lower beyond its interval: -0.5 [-1.5, +0.5] (holds); mAcc up by 2 points: ' +
        '+2.1 [+1.1, +3.1] (holds); tail IoU up by 1 point: +0.9 [-0.1, +1.9] (does not hold).',
    );
    expect(() => segmentationBars('Tiny', rows[0])).toThrow('the baseline is compared with nothing');
  });
});
