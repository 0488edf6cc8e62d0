import { describe, expect, it } from 'vitest';
import { compressRuns } from './compress-runs.js';
import { maskIou } from './mask-iou.js';
import { mergeMasks } from './merge-masks.js';
import { polygonMask } from './polygon-mask.js';

const size = { height: 10, width: 14 };
const draw = (...polygon: number[]) => polygonMask(polygon, size);
const detections = [
  draw(1, 1, 8, 1, 8, 6, 1, 6),
  draw(5, 3, 12.5, 3.5, 11, 9),
  draw(0, 0, 2, 0, 2, 2, 0, 2),
  draw(3, 3, 3, 3, 3, 3),
  draw(-4, -4, 20, -4, 20, 20, -4, 20),
];
const groundTruths = [
  draw(2, 2, 9, 2, 9, 7, 2, 7),
  draw(4, 2, 13, 3, 12, 9, 4, 9),
  draw(0, 0, 14, 0, 14, 10, 0, 10),
  draw(3, 3, 3, 3, 3, 3),
];

describe('maskIou', () => {
  it('divides by the union', () => {
    expect([...maskIou(detections, groundTruths)]).toEqual(
      [
        [0.5217391304347826, 0.21333333333333335, 0.25, 0],
        [0.1276595744680851, 0.32142857142857145, 0.12857142857142856, 0],
        [0, 0, 0.02857142857142857, 0],
        [0, 0, 0, 0],
        [0.25, 0.4, 1, 0],
      ].flat(),
    );
  });

  it('divides by the detection where the ground truth is a crowd', () => {
    expect([...maskIou(detections, groundTruths, [true, false, true, true])]).toEqual(
      [
        [0.6857142857142857, 0.21333333333333335, 1, 0],
        [0.3333333333333333, 0.32142857142857145, 1, 0],
        [0, 0, 1, 0],
        [0, 0, 0, 0],
        [0.25, 0.4, 1, 0],
      ].flat(),
    );
  });

  it('is -1 for masks of two sizes whose boxes overlap, and 0 where they do not', () => {
    const other = polygonMask([1, 1, 8, 1, 8, 6, 1, 6], { height: 9, width: 14 });
    const apart = polygonMask([10, 7, 13, 7, 13, 9, 10, 9], { height: 9, width: 14 });
    expect([...maskIou([detections[0]], [other, apart])]).toEqual([-1, 0]);
  });
});

describe('mergeMasks', () => {
  it('knows union and intersection', () => {
    const both = [detections[0], groundTruths[0]];
    expect(compressRuns(mergeMasks(both, 'intersection').runs)).toBe('f046000000000j1');
    expect(compressRuns(mergeMasks(both, 'union').runs)).toBe(';551O0000000001O`1');
  });

  it('returns one mask as it is, and refuses none and two sizes', () => {
    expect(mergeMasks([detections[0]], 'union')).toBe(detections[0]);
    expect(() => mergeMasks([], 'union')).toThrow('at least one mask');
    const other = polygonMask([1, 1, 8, 1, 8, 6], { height: 9, width: 14 });
    expect(() => mergeMasks([detections[0], other], 'union')).toThrow('must be 10 x 14 as the first, got 9 x 14');
  });
});
