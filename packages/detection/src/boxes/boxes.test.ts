import { expectClose } from '@disalign/test-support';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyBoxDeltas } from './apply-box-deltas.js';
import { boxDeltas } from './box-deltas.js';
import { clipBox, scaleBox } from './fit-boxes.js';
import { matchBoxes } from './match-boxes.js';
import { orderByScore } from './order-by-score.js';
import { suppressOverlaps } from './suppress-overlaps.js';

const box = fc
  .tuple(
    fc.integer({ min: -50, max: 50 }),
    fc.integer({ min: -50, max: 50 }),
    fc.integer({ min: 1, max: 60 }),
    fc.integer({ min: 1, max: 60 }),
  )
  .map(([x, y, width, height]) => [x, y, x + width, y + height]);

describe('boxDeltas', () => {
  it('codes centres by the size and sizes by their logarithm, worked by hand', () => {
    // From 4 x 2 at (2, 1) to 8 x 1 at (5, 1.5): dx 10 * 3 / 4, dy 10 * 0.5 / 2, dw 5 log 2, dh 5 log 1/2.
    const deltas = boxDeltas(Float32Array.of(0, 0, 4, 2), Float64Array.of(1, 1, 9, 2));
    expectClose(deltas, [7.5, 2.5, 5 * Math.LN2, -5 * Math.LN2], { relative: 1e-15 });
    const later = boxDeltas(Float32Array.of(0, 0, 4, 2), Float64Array.of(1, 1, 9, 2), [20, 20, 10, 10]);
    expectClose(
      later,
      deltas.map((value) => 2 * value),
      { relative: 1e-15 },
    );
  });

  it('is undone by applyBoxDeltas', () => {
    fc.assert(
      fc.property(box, box, (from, to) => {
        const start = Float64Array.from(from);
        // Within the clamp: sides grow 60-fold at most.
        const moved = applyBoxDeltas(start, boxDeltas(start, Float64Array.from(to)));
        expectClose(moved, to, { absolute: 1e-9 });
      }),
    );
  });

  it('refuses boxes without a size, and other than one target or delta for each', () => {
    const unit = Float64Array.of(0, 0, 1, 1);
    expect(() => boxDeltas(unit, Float64Array.of(0, 0, 0, 1))).toThrow(
      '`targets` must be of positive size, got 0 in row 0',
    );
    expect(() => boxDeltas(unit.subarray(1), unit)).toThrow('`boxes` must hold rows of 4 numbers, got 3');
    expect(() => boxDeltas(unit, new Float64Array(8))).toThrow('`targets` must hold 1 boxes, got 8 numbers');
    expect(() => applyBoxDeltas(unit, new Float64Array(8))).toThrow('`deltas` must hold 1 x 4 numbers, got 8');
  });
});

describe('suppressOverlaps', () => {
  it('keeps the best and what does not overlap it by more than the threshold, worked by hand', () => {
    // IoU of the first with the second 3/4, with the third 1/2: that is not above 1/2.
    const boxes = Float64Array.of(0, 0, 4, 4, 0, 0, 4, 3, 0, 0, 4, 2);
    const scores = [0.5, 0.4, 0.3];
    expect([...suppressOverlaps({ boxes, scores })]).toEqual([0, 2]);
    expect([...suppressOverlaps({ boxes, scores, classes: [0, 1, 0] })]).toEqual([0, 1, 2]);
    expect([...suppressOverlaps({ boxes, scores: [0.3, 0.4, 0.5] }, { iou: 0.7 })]).toEqual([2, 1]);
    expect([...suppressOverlaps({ boxes, scores }, { iou: 1, most: 2 })]).toEqual([0, 1]);
  });

  it('gives the first of equal scores precedence, and lets boxes without area stand', () => {
    const boxes = Float64Array.of(0, 0, 4, 4, 0, 0, 4, 4, 1, 1, 1, 1, 1, 1, 1, 1);
    expect([...suppressOverlaps({ boxes, scores: [0.5, 0.5, 0.5, 0.5] })]).toEqual([0, 2, 3]);
    expect([...suppressOverlaps({ boxes: new Float64Array(0), scores: [] })]).toEqual([]);
  });

  it('refuses scores that are none, and other than one for each box', () => {
    const boxes = Float64Array.of(0, 0, 4, 4);
    expect(() => suppressOverlaps({ boxes, scores: [0.1, 0.2] })).toThrow('`scores` must hold 1 numbers, got 2');
    expect(() => suppressOverlaps({ boxes, scores: [0.1], classes: [] })).toThrow(
      '`classes` must hold 1 numbers, got 0',
    );
    expect(() => suppressOverlaps({ boxes, scores: [NaN] })).toThrow('`scores[0]` must not be negative, got NaN');
    expect(() => suppressOverlaps({ boxes, scores: [-0.1] })).toThrow('`scores[0]` must not be negative, got -0.1');
  });
});

describe('orderByScore', () => {
  it('is a stable sort by falling score', () => {
    const score = fc.oneof(fc.constantFrom(0, -0, 0.5, 1, Infinity), fc.float({ min: 0, noNaN: true }));
    fc.assert(
      fc.property(fc.array(score), (scores) => {
        const floats = Float32Array.from(scores);
        const expected = Array.from(scores.keys()).sort((a, b) =>
          floats[a] === floats[b] ? a - b : floats[b] > floats[a] ? 1 : -1,
        );
        expect([...orderByScore(floats)]).toEqual(expected);
      }),
    );
  });
});

describe('matchBoxes', () => {
  it('takes the largest overlap from the threshold on, of equal ones the first', () => {
    const truth = Float64Array.of(0, 0, 4, 4, 0, 0, 4, 2, 0, 0, 4, 2);
    expect([...matchBoxes(Float64Array.of(0, 0, 4, 2, 0, 0, 4, 1, 9, 9, 10, 10), truth)]).toEqual([1, 1, -1]);
    expect([...matchBoxes(Float64Array.of(0, 0, 4, 1), truth, 0.51)]).toEqual([-1]);
    expect([...matchBoxes(Float64Array.of(0, 0, 4, 1), new Float64Array(0))]).toEqual([-1]);
  });
});

describe('clipBox and scaleBox', () => {
  it('cut at the borders, and stretch with the image', () => {
    expect(clipBox([-1, 2, 30, 40], { height: 20, width: 10 })).toEqual([0, 2, 10, 20]);
    expect(scaleBox([1, 2, 3, 4], { height: 10, width: 10 }, { height: 30, width: 20 })).toEqual([2, 6, 6, 12]);
  });
});
