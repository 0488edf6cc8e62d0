import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMask } from '../masks/decode-mask.js';
import { encodeMask } from '../masks/encode-mask.js';
import { pasteMask } from './paste-mask.js';

const size = { height: 4, width: 5 };
const ones = (side: number) => new Float32Array(side * side).fill(1);

describe('pasteMask', () => {
  it('interpolates between cells and towards zero at the border, worked by hand', () => {
    // 2 x 1 pixels a cell. Along x the centres 0.5 .. 3.5 are at -0.25, 0.25, 0.75, 1.25 of the cells (1, 0): 0.75, 0.75, 0.25, 0.
    const mask = pasteMask(Float32Array.of(1, 0, 1, 0), [0, 0, 4, 2], size);
    expect([...decodeMask(mask)]).toEqual([1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    const strict = pasteMask(Float32Array.of(1, 0, 1, 0), [0, 0, 4, 2], size, 0.8);
    expect([...strict.runs]).toEqual([20]);
  });

  it('counts a centre on the very border of the box as inside', () => {
    // Half of 1 is 0.5, the threshold. Pixel 0 from box 0.5 on, pixel 3 up to box 3.5.
    const { runs } = pasteMask(ones(3), [0.5, -4, 3.5, 8], size);
    expect([...runs]).toEqual([0, 16, 4]);
  });

  it('covers the whole image, nothing of it, or a part of a pixel', () => {
    expect([...pasteMask(ones(2), [-9, -9, 20, 20], size).runs]).toEqual([0, 20]);
    expect([...pasteMask(ones(2), [10, 10, 20, 20], size).runs]).toEqual([20]);
    expect([...pasteMask(ones(2), [2, 2, 2, 3], size).runs]).toEqual([20]);
    expect([...pasteMask(ones(2), [3, 1, 2, 0], size).runs]).toEqual([20]);
    expect([...pasteMask(ones(2), [2.4, 1.4, 2.6, 1.6], size).runs]).toEqual([9, 1, 10]);
    expect([...pasteMask(ones(2), [0, 0, 5, 4], { height: 0, width: 5 }).runs]).toEqual([0]);
  });

  it('has the runs of its pixels', () => {
    const corner = fc.double({ min: -3, max: 8, noNaN: true });
    const square = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 9, maxLength: 9 });
    fc.assert(
      fc.property(fc.tuple(corner, corner, corner, corner), square, ([left, top, width, height], cells) => {
        const mask = pasteMask(Float64Array.from(cells), [left, top, left + width, top + height], size);
        const pixels = decodeMask(mask, 'column-major');
        expect([...encodeMask(pixels, { ...size, order: 'column-major' }).runs]).toEqual([...mask.runs]);
      }),
    );
  });

  it('refuses what is no square, and a size that is none', () => {
    expect(() => pasteMask(new Float32Array(6), [0, 0, 1, 1], size)).toThrow('must be a square, got 6 numbers');
    expect(() => pasteMask(ones(2), [0, 0, 1, 1], { height: -1, width: 2 })).toThrow(RangeError);
  });
});
