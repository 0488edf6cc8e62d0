import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrationBins } from './calibration-bins.js';
import { calibrationError } from './calibration-error.js';
import { ClassificationCounts } from './classification-counts.js';
import { macroF1 } from './macro-f1.js';
import { summarizeClassification } from './summarize-classification.js';

const classes = 4;
const row = fc.record({
  label: fc.integer({ min: -1, max: classes - 1 }),
  // Few values, so that ties are common; some far apart, so that confidences of exactly 1 occur.
  scores: fc.tuple(...Array.from({ length: classes }, () => fc.constantFrom(-50, -1.5, 0, 0.1, 1, 60))),
});
type Row = { label: number; scores: number[] };
const shard = fc.array(row, { maxLength: 12 });

function count(...batches: Row[][]): ClassificationCounts {
  const counts = new ClassificationCounts({ classes, topK: [1, 2] });
  for (const rows of batches) {
    counts.add({
      logits: Float32Array.from(rows.flatMap(({ scores }) => scores)),
      labels: Int32Array.from(rows, ({ label }) => label),
    });
  }
  return counts;
}

describe('ClassificationCounts', () => {
  it('counts a batch worked by hand', () => {
    const counts = new ClassificationCounts({ classes: 3, topK: [2], bins: 4 });
    const ln = Math.log;
    counts.add({
      logits: Float64Array.from(
        [
          // softmax 1/4 1/2 1/4: predicted 1, label 1, confidence 1/2 in bin 2
          [ln(1), ln(2), ln(1)],
          // softmax 0 0 1: predicted 2, label 0 (rank 1, before class 1 of equal logit), confidence 1 in bin 4
          [-100, -100, 0],
          // softmax 1/3 each: predicted 0 by index, label 2 (rank 2), bin 1
          [5, 5, 5],
          // ignored
          [NaN, NaN, NaN],
        ].flat(),
      ),
      labels: Int32Array.of(1, 0, 2, -1),
    });
    expect([...counts.support]).toEqual([1, 1, 1]);
    expect([...counts.predicted]).toEqual([1, 1, 1]);
    expect(counts.topK).toEqual([1, 2]);
    expect(counts.correct.map((values) => [...values])).toEqual([
      [0, 1, 0],
      [1, 1, 0],
    ]);
    const third = Math.round(2 ** 32 / 3) / 2 ** 32;
    expect(calibrationBins(counts)).toEqual([
      { lower: 0, upper: 0.25, rows: 0, correct: 0, confidence: 0 },
      { lower: 0.25, upper: 0.5, rows: 1, correct: 0, confidence: third },
      { lower: 0.5, upper: 0.75, rows: 1, correct: 1, confidence: 0.5 },
      { lower: 0.75, upper: 1, rows: 0, correct: 0, confidence: 0 },
      { lower: 1, upper: 1, rows: 1, correct: 0, confidence: 1 },
    ]);
    // (1/3 + |1 - 1/2| + 1) / 3, and over the rows of class 1 alone 1/2
    expect(calibrationError(calibrationBins(counts))).toBeCloseTo((1 / 3 + 1 / 2 + 1) / 3, 9);
    expect(calibrationError(calibrationBins(counts, (k) => k === 1))).toBe(0.5);
    // class 1: 2 * 1 / (1 + 1); classes 0 and 2: 0
    expect(macroF1(counts)).toBeCloseTo(1 / 3, 15);
  });

  it('gives one result however rows are sharded and in whichever order shards are merged', () => {
    fc.assert(
      fc.property(shard, shard, shard, (a, b, c) => {
        const onePass = count([...a, ...b, ...c]);
        expect(count(a, b, c)).toEqual(onePass);
        expect(count(a).merge(count(b)).merge(count(c))).toEqual(onePass);
        expect(count(a).merge(count(b).merge(count(c)))).toEqual(onePass);
        expect(count(c).merge(count(a)).merge(count(b))).toEqual(onePass);
      }),
    );
  });

  it('merges into new counts and leaves both sides as they are', () => {
    const one = [{ label: 0, scores: [1, 0, 0, 0] }];
    const left = count(one);
    const right = count(one);
    expect(left.merge(right)).toEqual(count(one, one));
    expect(left).toEqual(count(one));
    expect(right).toEqual(count(one));
  });

  it('does not depend on the order of the rows', () => {
    fc.assert(
      fc.property(
        shard.chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length }))),
        ([rows, shuffled]) => {
          expect(count(shuffled)).toEqual(count(rows));
        },
      ),
    );
  });

  it('relates its counts: top-1 <= top-2 <= support, and all rows fall into bins', () => {
    fc.assert(
      fc.property(shard, (rows) => {
        const { support, correct, predicted, binRows, binCorrect } = count(rows);
        const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
        for (let k = 0; k < classes; k++) {
          expect(correct[0][k]).toBeLessThanOrEqual(correct[1][k]);
          expect(correct[1][k]).toBeLessThanOrEqual(support[k]);
        }
        expect(sum(predicted)).toBe(sum(support));
        expect(sum(binRows)).toBe(sum(support));
        expect(sum(binCorrect)).toBe(sum(correct[0]));
      }),
    );
  });

  it('counts nothing of a batch that it refuses', () => {
    const counts = new ClassificationCounts({ classes: 2 });
    const logits = Float32Array.of(0, 1, 0, NaN);
    expect(() => counts.add({ logits, labels: Int32Array.of(0, 1) })).toThrow(
      new RangeError('ClassificationCounts.add: `logits` must not hold NaN, got one in row 1, class 1'),
    );
    expect(() => counts.add({ logits, labels: Int32Array.of(0, 2) })).toThrow(/`labels\[1\]` must be below 2, got 2/);
    expect(() => counts.add({ logits, labels: Int32Array.of(0) })).toThrow(RangeError);
    expect(counts).toEqual(new ClassificationCounts({ classes: 2 }));
  });

  it('refuses options that are not positive integers, and to merge counts of another shape', () => {
    for (const options of [{ classes: 0 }, { classes: 2, bins: 0 }, { classes: 2, topK: [1.5] }]) {
      expect(() => new ClassificationCounts(options)).toThrow(RangeError);
    }
    expect(() => new ClassificationCounts({ classes: 2 }).merge(new ClassificationCounts({ classes: 3 }))).toThrow(
      'ClassificationCounts.merge: `other` must have classes 2, topK 1/5, bins 15, got classes 3, topK 1/5, bins 15',
    );
  });
});

describe('summarizeClassification over any rows', () => {
  it('stays in range, and top-1 never exceeds top-2', () => {
    fc.assert(
      fc.property(shard, (rows) => {
        const summary = summarizeClassification(count(rows), [500, 50, 5, 1]);
        const inRange = (value: number | null) => value === null || (value >= 0 && value <= 1);
        expect([summary.accuracy, summary.macroF1].every(inRange)).toBe(true);
        for (const group of ['overall', 'many', 'medium', 'few'] as const) {
          expect(inRange(summary.calibrationError[group])).toBe(true);
          const [top1, top2] = [1, 2].map((k) => summary.topK[k].meanClassAccuracy[group]);
          if (top1 !== null) expect(top1).toBeLessThanOrEqual(top2!);
          else expect(top2).toBe(null);
        }
      }),
    );
  });
});
