import { expectClose } from '@disalign/test-support';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../random/create-random.js';
import { accuracyUnderPrior } from './accuracy-under-prior.js';
import { ClassificationCounts } from './classification-counts.js';
import { summarizeClassification } from './summarize-classification.js';

/** Rows whose largest logit is class `predicted`. */
function countsOf(rows: readonly { readonly label: number; readonly predicted: number }[], classes: number) {
  const logits = Float32Array.from(
    rows.flatMap(({ predicted }) => Array.from({ length: classes }, (_, k) => (k === predicted ? 1 : -k))),
  );
  const counts = new ClassificationCounts({ classes });
  counts.add({ logits, labels: Int32Array.from(rows, ({ label }) => label) });
  return counts;
}

describe('accuracyUnderPrior', () => {
  // Class 0: 1 of 2 right, class 1: 1 of 1, class 2 has no rows.
  const counts = countsOf(
    [
      { label: 0, predicted: 0 },
      { label: 0, predicted: 1 },
      { label: 1, predicted: 1 },
    ],
    3,
  );

  it('weighs the classes that have rows by the prior, worked by hand', () => {
    expect(accuracyUnderPrior(counts, [0.6, 0.2, 0.2])).toBeCloseTo((0.6 * 0.5 + 0.2) / 0.8, 15);
    expect(accuracyUnderPrior(counts, [3, 1, 0], 5)).toBe(1);
    expect(accuracyUnderPrior(counts, [0, 0, 1])).toBeNull();
    expect(accuracyUnderPrior(counts, [0, 0, 0])).toBeNull();
  });

  it('is the mean per-class accuracy under equal shares, to the last bit', () => {
    for (const share of [1, 1 / 3, 1 / 49]) {
      const { overall } = summarizeClassification(counts, [9, 9, 9]).meanClassAccuracy;
      expect(accuracyUnderPrior(counts, [share, share, share])).toBe(overall);
    }
  });

  it('is what rows drawn by that prior give: copies of the rows of each class', () => {
    const property = fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 3, maxLength: 3 }), (copies) => {
      const random = createRandom(7);
      const balanced = Array.from({ length: 12 }, (_, i) => ({ label: i % 3, predicted: random.nextInt(3) }));
      const drawn = countsOf(
        balanced.flatMap((row) => new Array<typeof row>(copies[row.label]).fill(row)),
        3,
      );
      const expected = summarizeClassification(drawn, [9, 9, 9]).accuracy!;
      expectClose([accuracyUnderPrior(countsOf(balanced, 3), copies)!], [expected], { relative: 1e-14 });
    });
    fc.assert(property, { seed: 1 });
  });

  it('refuses a prior of another length or sign, and a k that was not counted', () => {
    expect(() => accuracyUnderPrior(counts, [1, 1])).toThrow('accuracyUnderPrior: `prior` must hold 3 numbers, got 2');
    expect(() => accuracyUnderPrior(counts, [1, -1, 1])).toThrow('`prior[1]` must be finite and not negative, got -1');
    expect(() => accuracyUnderPrior(counts, [1, 1, 1], 2)).toThrow('`k` must be one of 1, 5, as counted, got 2');
  });
});
