import { expectClose } from '@disalign/test-support';
import { describe, expect, it } from 'vitest';
import { calibrateOnHost } from '../calibration/calibrate-on-host.js';
import { identityCalibration } from '../calibration/identity-calibration.js';
import { featuresInMemory } from '../features/features-in-memory.js';
import { drawFeatures } from '../features/fixtures/draw-features.js';
import { ClassificationCounts } from '../metrics/classification-counts.js';
import { correctRows } from '../metrics/correct-rows.js';
import { summarizeClassification } from '../metrics/summarize-classification.js';
import { scoreCalibration, validationScore } from './score-calibration.js';

const calibration = {
  ...identityCalibration(5),
  scale: Float64Array.of(1, 0.5, 2, 1.5, 1),
  bias: Float64Array.of(-0.5, 0, 0.25, 0.5, 1),
  confidence: {
    weight: Float64Array.of(1, -1, 0.5),
    bias: 0.5,
    mean: Float64Array.of(0.1, 0.2, 0.3),
    deviation: Float64Array.of(1, 2, 3),
  },
};

describe('scoreCalibration', () => {
  it('counts all rows as ClassificationCounts does, over several batches', async () => {
    const source = drawFeatures({ rows: 5000 });
    const batch = await source.read({ start: 0, end: 5000 });
    const rows = { logits: calibrateOnHost(batch, calibration), labels: batch.labels };
    const expected = new ClassificationCounts({ classes: 5 });
    expected.add(rows);
    const { counts, correct } = await scoreCalibration(source, calibration);
    expect(counts).toEqual(expected);
    expect(correct).toEqual(correctRows(rows, { classes: 5 }));
  });
});

describe('validationScore', () => {
  it('is the mean over the classes that have rows, worked by hand', async () => {
    // Class 0: 1 of 2 right; class 1: 0 of 1, as a tie goes to the lower class; class 2: 1 of 1; class 3 has no rows.
    const source = featuresInMemory({
      features: [[0], [0], [0], [0], [0]],
      logits: [
        [2, 1, 0, -9],
        [0, 1, 0, -9],
        [0, 1, 5, -9],
        [0, 0, 9, -9],
        [3, 3, 0, -9],
      ],
      labels: [0, 0, 2, -1, 1],
      ignoreLabel: -1,
    });
    expect(await validationScore(source, identityCalibration(4))).toBe(0.5);
    const calibrated = { ...identityCalibration(4), bias: Float64Array.of(0, 1, 0, 0) };
    // Row 0 is a tie now and stays with class 0; row 4 goes to class 1.
    expectClose([await validationScore(source, calibrated)], [(1 / 2 + 1 + 1) / 3], { relative: 1e-15 });
    // Untouched, by IoU: class 0: 1 / (2 + 2 - 1); class 1: 0 / (1 + 1 - 0); class 2: 1 / (1 + 1 - 1); class 3 is nowhere.
    expectClose([await validationScore(source, identityCalibration(4), { by: 'iou' })], [(1 / 3 + 0 + 1) / 3], {
      relative: 1e-15,
    });
    // Class 3 has no rows, but is predicted for all that are not ignored: it counts, with 0, as the other three do.
    const all3 = { ...identityCalibration(4), bias: Float64Array.of(0, 0, 0, 99) };
    expect(await validationScore(source, all3, { by: 'iou' })).toBe(0);
    expect(await validationScore(source, identityCalibration(4), { by: 'iou', prior: [1, 0, 3, 0] })).toBeCloseTo(
      (1 / 3 + 3) / 4,
      14,
    );
  });

  it('agrees with the summary of the counts', async () => {
    const source = drawFeatures({ rows: 5000 });
    const { counts } = await scoreCalibration(source, calibration);
    const { meanClassAccuracy: means } = summarizeClassification(counts, [50, 40, 30, 20, 10]);
    expectClose([await validationScore(source, calibration)], [means.overall!], { relative: 1e-14 });
  });
});
