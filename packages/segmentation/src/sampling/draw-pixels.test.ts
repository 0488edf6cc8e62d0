import { createRandom } from '@disalign/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_CLASS, type LabelMap } from '../labels/label-map.js';
import { drawPixels, type PixelSampling } from './draw-pixels.js';

const mapOf = (...labels: number[]): LabelMap => ({ height: 1, width: labels.length, labels: Uint8Array.from(labels) });
const draw = (map: LabelMap, count: number, sampling: PixelSampling, seed = 1) =>
  drawPixels(map, { count, sampling, random: createRandom(seed) });
/** 60 pixels of class 0, 5 of class 1, 2 of class 2, 3 without a class. */
const longTail = mapOf(...new Array<number>(60).fill(0), 1, 1, 1, 1, 1, 2, 2, NO_CLASS, NO_CLASS, NO_CLASS);
const countsOf = (map: LabelMap, pixels: Int32Array) =>
  [0, 1, 2, NO_CLASS].map((label) => pixels.filter((pixel) => map.labels[pixel] === label).length);

describe('drawPixels', () => {
  it('draws no pixel twice, in increasing order, as many as are asked for or there are', () => {
    const labels = fc.array(fc.constantFrom(0, 1, 2, 7, NO_CLASS), { minLength: 1, maxLength: 80 });
    const sampling = fc.constantFrom<PixelSampling>('uniform', 'uniform-all', 'per-class');
    const property = fc.property(labels, fc.integer({ min: 1, max: 90 }), sampling, (drawn, count, kind) => {
      const map = mapOf(...drawn);
      const pixels = [...draw(map, count, kind)];
      const available = drawn.filter((label) => kind === 'uniform-all' || label !== NO_CLASS).length;
      expect(pixels).toHaveLength(Math.min(count, available));
      expect([...new Set(pixels)].sort((a, b) => a - b)).toEqual(pixels);
      if (kind !== 'uniform-all') expect(pixels.every((pixel) => drawn[pixel] !== NO_CLASS)).toBe(true);
    });
    fc.assert(property, { seed: 1 });
  });

  it('gives each class its share, and what a class lacks to the others', () => {
    // 12 among 3 classes are 4 each; class 2 has 2, so that 10 are left for two: 5 and 5.
    expect(countsOf(longTail, draw(longTail, 12, 'per-class'))).toEqual([5, 5, 2, 0]);
    // 7 among 3: 2, then 5 among two: 2 and 3.
    expect(countsOf(longTail, draw(longTail, 7, 'per-class'))).toEqual([3, 2, 2, 0]);
    expect(countsOf(longTail, draw(longTail, 100, 'per-class'))).toEqual([60, 5, 2, 0]);
  });

  it('draws every pixel alike, of those with a class or of all', () => {
    const rounds = 4000;
    for (const [sampling, candidates] of [
      ['uniform', 67],
      ['uniform-all', 70],
    ] as const) {
      const times = new Float64Array(70);
      for (let seed = 0; seed < rounds; seed++) {
        for (const pixel of draw(longTail, 10, sampling, seed)) times[pixel]++;
      }
      const expected = (rounds * 10) / candidates;
      // Five deviations of a binomial.
      for (const count of times.subarray(0, candidates)) {
        expect(Math.abs(count - expected)).toBeLessThan(5 * Math.sqrt(expected));
      }
      expect(times.subarray(candidates).every((count) => count === 0)).toBe(true);
    }
  });

  it('draws the same for one seed, and others for another', () => {
    expect(draw(longTail, 10, 'uniform', 3)).toEqual(draw(longTail, 10, 'uniform', 3));
    expect(draw(longTail, 10, 'uniform', 3)).not.toEqual(draw(longTail, 10, 'uniform', 4));
  });

  it('draws none where there is none', () => {
    const map = mapOf(NO_CLASS, NO_CLASS);
    expect(draw(map, 5, 'uniform')).toHaveLength(0);
    expect(draw(map, 5, 'per-class')).toHaveLength(0);
    expect([...draw(map, 5, 'uniform-all')]).toEqual([0, 1]);
  });
});
