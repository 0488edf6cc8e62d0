import { describe, expect, it } from 'vitest';
import { scanRunLengths, segmentationMask } from './segmentation-mask.js';

const size = { height: 10, width: 14 };

describe('segmentationMask', () => {
  it('is the union of polygons', () => {
    const mask = segmentationMask(
      [
        [1, 1, 8, 1, 8, 6, 1, 6],
        [5, 3, 12.5, 3.5, 11, 9],
      ],
      size,
    );
    expect(mask.runs.at(-1)).toBe(23);
    expect(mask.runs).toHaveLength(23);
  });

  it('reads runs as numbers and as a string, which bring their own size', () => {
    const expected = { height: 1, width: 6, runs: Uint32Array.of(3, 1, 2) };
    expect(segmentationMask({ size: [1, 6], counts: [3, 1, 2] }, size)).toEqual(expected);
    expect(segmentationMask({ size: [1, 6], counts: '312' }, size)).toEqual(expected);
    expect(scanRunLengths({ size: [1, 6], counts: [3, 1, 2] })).toBe(1);
    expect(scanRunLengths({ size: [1, 6], counts: '312' })).toBe(1);
  });

  it('refuses runs that are no run lengths of its size', () => {
    expect(() => segmentationMask({ size: [1, 6], counts: [3, 1.5, 2] }, size)).toThrow('got 1.5');
    expect(() => segmentationMask({ size: [1, 6], counts: [3, -1, 4] }, size)).toThrow('got -1');
    expect(() => segmentationMask({ size: [1, 6], counts: [3, 1] }, size)).toThrow('must sum to 1 x 6 = 6, got 4');
    expect(() => segmentationMask({ size: [1, 6], counts: '31' }, size)).toThrow('got 4');
    expect(() => segmentationMask([], size)).toThrow('must hold a polygon, got none');
  });
});
