import { describe, expect, it } from 'vitest';
import { ClassificationCounts } from './classification-counts.js';
import { ConfusionMatrix } from './confusion-matrix.js';
// Written by tools/goldens/make_metric_goldens.py.
import goldens from './fixtures/classification-metrics.json' with { type: 'json' };
import { predictClasses } from './predict-classes.js';
import { summarizeClassification } from './summarize-classification.js';

const empty = { overall: null, many: null, medium: null, few: null };

describe('summarizeClassification', () => {
  for (const [name, golden] of Object.entries(goldens)) {
    const classes = golden.trainCounts.length;
    const batch = { logits: Float64Array.from(golden.logits.flat()), labels: Int32Array.from(golden.labels) };
    const counts = new ClassificationCounts({ classes });
    counts.add(batch);
    const summary = summarizeClassification(counts, golden.trainCounts);

    it(`agrees with scikit-learn on accuracy, recall, top-5 and macro-F1 (${name})`, () => {
      // Both are means of a few float64 quotients: equal up to the order of the sums.
      expectClose(summary.accuracy, golden.accuracy, 1e-14);
      expectClose(summary.macroF1, golden.macroF1, 1e-14);
      expectClose(summary.topK[5].accuracy, golden.top5Accuracy, 1e-14);
      for (const group of ['overall', 'many', 'medium', 'few'] as const) {
        expectClose(summary.meanClassAccuracy[group], golden.meanClassAccuracy[group], 1e-14);
        expectClose(summary.topK[5].meanClassAccuracy[group], golden.top5MeanClassAccuracy[group], 1e-14);
      }
    });

    it(`agrees with torchmetrics on the calibration error (${name})`, () => {
      for (const group of ['overall', 'many', 'medium', 'few'] as const) {
        // Confidences are rounded to multiples of 2^-32 here, by 1.2e-10 at most; the errors are over 0.1.
        expectClose(summary.calibrationError[group], golden.calibrationError[group], 1.2e-9);
      }
    });

    it(`agrees with scikit-learn on the confusion matrix (${name})`, () => {
      const matrix = new ConfusionMatrix(classes);
      matrix.add(predictClasses(batch.logits, classes), batch.labels);
      expect([...matrix.counts]).toEqual(golden.confusion.flat());
    });
  }

  it('gives the accuracy of each class, null for one without rows', () => {
    const counts = new ClassificationCounts({ classes: 3 });
    counts.add({ logits: Float32Array.of(1, 0, 0, 0, 1, 0), labels: Int32Array.of(0, 0) });
    const summary = summarizeClassification(counts, [200, 200, 5]);
    expect(summary.rows).toBe(2);
    expect(summary.classAccuracy).toEqual([0.5, null, null]);
    expect(summary.meanClassAccuracy).toEqual({ overall: 0.5, many: 0.5, medium: null, few: null });
    // Class 0: 2 * 1 / (2 + 1); class 1 is predicted once and counts as 0; class 2 does not occur.
    expect(summary.macroF1).toBeCloseTo(1 / 3, 15);
    expect(summary.topK[1]).toEqual({ accuracy: summary.accuracy, meanClassAccuracy: summary.meanClassAccuracy });
  });

  it('gives null everywhere when every row is ignored', () => {
    const counts = new ClassificationCounts({ classes: 2 });
    counts.add({ logits: Float32Array.of(0, 1, 1, 0), labels: Int32Array.of(-1, -255) });
    expect(summarizeClassification(counts, [500, 5])).toEqual({
      rows: 0,
      accuracy: null,
      meanClassAccuracy: empty,
      classAccuracy: [null, null],
      topK: { 1: { accuracy: null, meanClassAccuracy: empty }, 5: { accuracy: null, meanClassAccuracy: empty } },
      macroF1: null,
      calibrationError: empty,
    });
  });

  it('finds a single class always right, with full confidence', () => {
    const counts = new ClassificationCounts({ classes: 1 });
    counts.add({ logits: Float32Array.of(-3, 4), labels: Int32Array.of(0, 0) });
    expect(summarizeClassification(counts, [50])).toMatchObject({
      accuracy: 1,
      macroF1: 1,
      topK: { 5: { accuracy: 1 } },
      calibrationError: { overall: 0, many: null, medium: 0, few: null },
    });
  });

  it('refuses train counts of another length', () => {
    expect(() => summarizeClassification(new ClassificationCounts({ classes: 2 }), [1])).toThrow(
      new RangeError('summarizeClassification: `trainCounts` must have 2 entries, got 1'),
    );
  });
});

/** Both numbers, and within a relative distance. */
function expectClose(actual: number | null, expected: number, tolerance: number): void {
  expect(actual).toBeTypeOf('number');
  expect(Math.abs(actual! - expected)).toBeLessThanOrEqual(tolerance * Math.abs(expected));
}
