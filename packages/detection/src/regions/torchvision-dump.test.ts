import { identityCalibration } from '@disalign/core';
import { expectClose } from '@disalign/test-support';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { RegionCalibrator } from '../calibrator/region-calibrator.js';
import { groundTruthFromJson } from '../data/ground-truth-from-json.js';
import { detectRegions } from '../post-processing/detect-regions.js';
import { labelRegions } from '../sampling/label-regions.js';
import { sampleRegions } from '../sampling/sample-regions.js';
import { openRegionShards } from './open-region-shards.js';

const folder = join(import.meta.dirname, 'fixtures/torchvision-dump');
const expected = z
  .strictObject({
    annotations: z.record(z.string(), z.unknown()),
    detections: z.array(
      z.strictObject({
        id: z.int(),
        boxes: z.array(z.array(z.number())),
        scores: z.array(z.number()),
        labels: z.array(z.int()),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')));
const truth = groundTruthFromJson(expected.annotations, { format: 'lvis', segmentations: true });
const background = 'first' as const;
const untouched = { calibrations: [identityCalibration(3)], background };

// `make_fixture.py` in `tools/region-dump` made it, with the script that users start from.
describe('a dump of a torchvision Mask R-CNN', async () => {
  const images = await openRegionShards(`${folder}/regions-*.safetensors`);

  it('has the proposals of three images in two files, and the ground truth among those of one', async () => {
    const read = await Promise.all([0, 1, 2].map((index) => images.read(index)));
    expect(read.map(({ id, heads }) => [id, heads[0].rows])).toEqual([
      [10, 5],
      [11, 6],
      [12, 5],
    ]);
    expect(read.map(({ size }) => size.height)).toEqual([60, 68, 76]);
    expect(read[0].masks).toMatchObject({ channels: 2, side: 28 });
    const { labels } = await labelRegions(images, truth, { background }).read(1);
    // Category 5 is the second class, in column 2.
    expect(labels?.at(-1)).toBe(2);
  });

  it('leads to what torchvision itself detects', async () => {
    for (const { id, boxes, scores, labels } of expected.detections) {
      const image = await images.read(id - 10);
      // torchvision's own settings.
      const detections = detectRegions(image, untouched, { scoreThreshold: 0.05, most: 100 });
      expect(detections.length).toBeGreaterThan(3);
      expect([...detections.classes].map((k) => k + 1)).toEqual(labels);
      // float32, over two other orders of operations.
      expectClose(detections.scores, scores, { relative: 1e-4 });
      expectClose(detections.boxes, boxes.flat(), { relativeToLargest: 1e-4 });
    }
  });

  it('is what a calibrator is fitted to', async () => {
    const labelled = labelRegions(images, truth, { background });
    const train = await sampleRegions(labelled, { background });
    expect(train).toMatchObject({ rows: 16, featureSize: 1024, classes: 3 });
    const settings = { validationFraction: 0, zeroCounts: 'as-one' as const };
    const calibrator = new RegionCalibrator({ background, settings });
    await calibrator.fit({ train });
    const results = await calibrator.evaluate(images, truth, { iouType: 'segm' });
    expect(results.metrics.AP).toBeGreaterThanOrEqual(0);
  });
});
