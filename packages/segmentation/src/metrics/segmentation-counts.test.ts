import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_CLASS, type LabelMap } from '../labels/label-map.js';
import { SegmentationCounts } from './segmentation-counts.js';

const row = (...labels: number[]): LabelMap => ({ height: 1, width: labels.length, labels: Uint8Array.from(labels) });

/** Two maps of one size with labels below K or none; long runs among them, and starts that are not at a word. */
const pairOfMaps = (classes: number) => {
  const label = fc.oneof(fc.integer({ min: 0, max: classes - 1 }), fc.constant(NO_CLASS));
  const run = fc.record({
    label,
    prediction: label,
    length: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 40 })),
  });
  return fc.tuple(fc.array(run, { minLength: 1, maxLength: 30 }), fc.nat(3)).map(([runs, offset]) => {
    const map = (of: 'label' | 'prediction'): LabelMap => {
      const values = runs.flatMap((r) => new Array<number>(r.length).fill(r[of]));
      return {
        height: 1,
        width: values.length,
        labels: Uint8Array.from([...new Array<number>(offset).fill(9), ...values]).subarray(offset),
      };
    };
    return { labels: map('label'), prediction: map('prediction') };
  });
};

/** Pixel by pixel, the slow way. */
function naiveConfusion(classes: number, pairs: readonly { labels: LabelMap; prediction: LabelMap }[]): number[] {
  const cells = new Array<number>(classes * (classes + 1)).fill(0);
  for (const { labels, prediction } of pairs) {
    for (const [pixel, label] of labels.labels.entries()) {
      if (label === NO_CLASS) continue;
      cells[label * (classes + 1) + Math.min(prediction.labels[pixel], classes)]++;
    }
  }
  return cells;
}

describe('SegmentationCounts', () => {
  it('counts a case worked by hand', () => {
    const counts = new SegmentationCounts(3);
    // true 0 as 0, 0 as 1, 1 as 1, 2 as no class; the unlabelled pixel is not counted, whatever is predicted there
    counts.add(row(0, 1, 1, 255, 2), row(0, 0, 1, 2, 255));
    counts.add(row(1), row(1));
    expect([...counts.confusion]).toEqual([1, 1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 1]);
    expect(counts.images).toBe(2);
  });

  it.each([1, 4, 150, 254])('counts %d classes as a pixel by pixel count does', (classes) => {
    fc.assert(
      fc.property(fc.array(pairOfMaps(classes), { maxLength: 4 }), (pairs) => {
        const counts = new SegmentationCounts(classes);
        for (const { prediction, labels } of pairs) counts.add(prediction, labels);
        expect([...counts.confusion]).toEqual(naiveConfusion(classes, pairs));
        expect(counts.images).toBe(pairs.length);
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it('merges parts, in any order and through JSON, into the counts of one pass', () => {
    fc.assert(
      fc.property(fc.array(pairOfMaps(5), { minLength: 1, maxLength: 6 }), fc.nat(6), (pairs, cut) => {
        const count = (some: typeof pairs) => {
          const counts = new SegmentationCounts(5);
          for (const { prediction, labels } of some) counts.add(prediction, labels);
          return counts;
        };
        const [first, second] = [count(pairs.slice(0, cut)), count(pairs.slice(cut))];
        const whole = count(pairs).toJSON();
        expect(first.merge(second).toJSON()).toEqual(whole);
        expect(second.merge(SegmentationCounts.from(first.toJSON())).toJSON()).toEqual(whole);
      }),
      { numRuns: 60, seed: 2 },
    );
  });

  it('counts on after it was read', () => {
    const counts = new SegmentationCounts(2);
    counts.add(row(0, 1), row(0, 0));
    const before = counts.confusion;
    counts.add(row(1), row(1));
    expect([...before]).toEqual([1, 1, 0, 0, 0, 0]);
    expect([...counts.confusion]).toEqual([1, 1, 0, 0, 1, 0]);
  });

  it('keeps counts of a pair beyond 16 bits, also those that are taken back', () => {
    const counts = new SegmentationCounts(2);
    const many = (length: number, last: number) => {
      const labels = new Uint8Array(length).fill(1);
      labels[length - 1] = last;
      return { height: 1, width: length, labels };
    };
    for (const length of [65_531, 5, 70_001, 1]) counts.add(many(length, 1), many(length, 1));
    expect(() => counts.add(many(70_000, 7), many(70_000, 1))).toThrow('`prediction` must be below 2');
    counts.add(row(1, 1), row(1, 0));
    expect([...counts.confusion]).toEqual([0, 1, 0, 0, 65_531 + 5 + 70_001 + 1 + 1, 0]);
  });

  it('keeps counts beyond 32 bits', () => {
    const full = SegmentationCounts.from({ classes: 1, images: 1, confusion: [2 ** 40, 7] });
    full.add(row(0, 0), row(0, 0));
    expect([...full.merge(full).confusion]).toEqual([2 ** 41 + 4, 14]);
  });

  it('refuses labels and predictions that are no class, and counts nothing of that image', () => {
    const counts = new SegmentationCounts(3);
    counts.add(row(0, 1, 2), row(0, 1, 1));
    const before = counts.toJSON();
    expect(() => counts.add(row(0, 0, 1, 1, 3), row(0, 0, 1, 1, 2))).toThrow(
      'SegmentationCounts.add: `prediction` must be below 3, or 255 for no class, got 3',
    );
    expect(() => counts.add(row(0, 0, 1, 254), row(0, 0, 1, 0))).toThrow('`prediction` must be below 3');
    expect(() => counts.add(row(0, 255, 2), row(0, 150, 2))).toThrow(
      '`labels` must be below 3, or 255 for no class, got 150',
    );
    expect(counts.toJSON()).toEqual(before);
    counts.add(row(200), row(255));
    expect(counts.confusion).toEqual(Float64Array.from(before.confusion));
  });

  it('refuses maps of different sizes, though they have as many pixels', () => {
    const counts = new SegmentationCounts(3);
    const tall = { height: 2, width: 1, labels: Uint8Array.of(0, 1) };
    expect(() => counts.add(tall, row(0, 1))).toThrow('`prediction` must be 2 x 1, as its labels, got 1 x 2');
    expect(() => counts.add({ ...tall, height: 3 }, tall)).toThrow('`labels` must have 3 entries');
    expect(counts.images).toBe(0);
  });

  it('refuses numbers of classes, counts of other classes and states out of range', () => {
    for (const classes of [0, 255, 2.5]) expect(() => new SegmentationCounts(classes)).toThrow(RangeError);
    expect(() => new SegmentationCounts(2).merge(new SegmentationCounts(3))).toThrow('must have 2 classes, got 3');
    const state = { classes: 1, images: 1, confusion: [1, 2] };
    expect(() => SegmentationCounts.from({ ...state, confusion: [1] })).toThrow('must have 2 cells, got 1');
    expect(() => SegmentationCounts.from({ ...state, confusion: [1, -1] })).toThrow('got -1');
    expect(() => SegmentationCounts.from({ ...state, images: 0.5 })).toThrow('got 0.5');
  });
});
