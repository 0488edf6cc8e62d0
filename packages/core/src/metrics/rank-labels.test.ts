import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { correctRows } from './correct-rows.js';
import { predictClasses } from './predict-classes.js';
import { rankLabels } from './rank-labels.js';

describe('predictClasses', () => {
  it('takes the largest logit of each row, of equal ones the first', () => {
    expect(predictClasses(Float32Array.of(0, 2, 1, 3, 3, 1, 0, 0, 0), 3)).toEqual(Int32Array.of(1, 0, 0));
  });

  it('orders infinities', () => {
    expect(predictClasses(Float32Array.of(-Infinity, -1e30, 5, Infinity, -Infinity, -Infinity), 2)).toEqual(
      Int32Array.of(1, 1, 0),
    );
  });

  it('takes one class and no rows', () => {
    expect(predictClasses(Float32Array.of(7, -7), 1)).toEqual(Int32Array.of(0, 0));
    expect(predictClasses(new Float32Array(0), 3)).toEqual(new Int32Array(0));
  });

  it('names the row of a NaN', () => {
    expect(() => predictClasses(Float32Array.of(0, 1, 0, NaN), 2)).toThrow(
      new RangeError('predictClasses: `logits` must not hold NaN, got one in row 1, class 1'),
    );
  });

  it('refuses half rows and class counts that are not positive integers', () => {
    expect(() => predictClasses(new Float32Array(5), 2)).toThrow(
      'predictClasses: `logits` must hold whole rows of 2 classes, got 5 numbers',
    );
    for (const classes of [0, -1, 1.5]) expect(() => predictClasses(new Float32Array(6), classes)).toThrow(RangeError);
  });
});

describe('rankLabels', () => {
  it('counts the classes before the true one; equal ones come first when their index is lower', () => {
    const row = [2, 5, 2, 1, 2];
    const logits = Float32Array.from([...row, ...row, ...row, ...row, ...row]);
    // Order: class 1 (5), then 0, 2, 4 (all 2), then 3 (1).
    expect(rankLabels({ logits, labels: Int32Array.of(0, 1, 2, 3, 4) }, 5)).toEqual(Int32Array.of(1, 0, 2, 4, 3));
  });

  it('gives -1 to ignored rows and does not read their logits', () => {
    const logits = Float32Array.of(NaN, 1, 0, 1);
    expect(rankLabels({ logits, labels: Int32Array.of(-1, 0) }, 2)).toEqual(Int32Array.of(-1, 1));
  });

  it('refuses labels of K or more, and arrays that do not fit', () => {
    const logits = new Float32Array(4);
    expect(() => rankLabels({ logits, labels: Int32Array.of(0, 2) }, 2)).toThrow(
      new RangeError('rankLabels: `labels[1]` must be below 2, got 2'),
    );
    expect(() => rankLabels({ logits, labels: Int32Array.of(0) }, 2)).toThrow(
      'rankLabels: `labels` must have 2 entries, one a row, got 1',
    );
  });

  it('gives each class its place in a stable sort by falling logit', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1, maxLength: 12 }), (scores) => {
        const classes = scores.length;
        const logits = Float64Array.from(scores.flatMap(() => scores));
        const ranks = rankLabels({ logits, labels: Int32Array.from(scores, (_, k) => k) }, classes);
        const order = scores.map((_, k) => k).sort((a, b) => scores[b] - scores[a]);
        expect([...ranks]).toEqual(scores.map((_, k) => order.indexOf(k)));
        expect(predictClasses(logits, classes)[0]).toBe(order[0]);
      }),
    );
  });
});

describe('correctRows', () => {
  const batch = { logits: Float32Array.of(3, 2, 1, 3, 2, 1, 3, 2, 1, 9, 9, 9), labels: Int32Array.of(0, 1, 2, -1) };

  it('marks the rows whose class is among the k first, and no ignored row', () => {
    expect(correctRows(batch, { classes: 3 })).toEqual(Uint8Array.of(1, 0, 0, 0));
    expect(correctRows(batch, { classes: 3, k: 2 })).toEqual(Uint8Array.of(1, 1, 0, 0));
    expect(correctRows(batch, { classes: 3, k: 5 })).toEqual(Uint8Array.of(1, 1, 1, 0));
  });

  it('refuses a k that is not a positive integer', () => {
    for (const k of [0, 1.5, NaN]) expect(() => correctRows(batch, { classes: 3, k })).toThrow(RangeError);
  });
});
