import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMask } from './decode-mask.js';
import { encodeMask } from './encode-mask.js';

describe('encodeMask and decodeMask', () => {
  it('run down the columns, background first', () => {
    // 1 0 1
    // 1 0 0
    const pixels = Uint8Array.of(1, 0, 1, 1, 0, 0);
    const mask = encodeMask(pixels, { height: 2, width: 3 });
    expect([...mask.runs]).toEqual([0, 2, 2, 1, 1]);
    expect(decodeMask(mask)).toEqual(pixels);
    expect([...decodeMask(mask, 'column-major')]).toEqual([1, 1, 0, 0, 1, 0]);
  });

  it('take any value but 0 for foreground', () => {
    expect([...encodeMask(Uint8Array.of(255, 1, 1, 1, 7, 0), { height: 6, width: 1 }).runs]).toEqual([0, 5, 1]);
    const pixel = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.array(pixel, { maxLength: 40 }), (pixels) => {
        const size = { height: pixels.length, width: 1 };
        const ones = Uint8Array.from(pixels, (value) => (value === 0 ? 0 : 1));
        expect([...decodeMask(encodeMask(Uint8Array.from(pixels), size))]).toEqual([...ones]);
      }),
    );
  });

  it('know a mask without pixels', () => {
    const mask = encodeMask(new Uint8Array(0), { height: 0, width: 3 });
    expect([...mask.runs]).toEqual([0]);
    expect(decodeMask(mask)).toHaveLength(0);
  });

  it('give back what they got, wherever the bytes lie in memory', () => {
    const bits = fc.array(fc.integer({ min: 0, max: 1 }), { maxLength: 200 });
    fc.assert(
      fc.property(bits, fc.integer({ min: 0, max: 3 }), fc.boolean(), (values, offset, blocks) => {
        const wanted = blocks ? values.flatMap((value) => Array<number>(9).fill(value)) : values;
        const pixels = new Uint8Array(wanted.length + offset).subarray(offset);
        pixels.set(wanted);
        const size = { height: wanted.length, width: 1 };
        expect([...decodeMask(encodeMask(pixels, size))]).toEqual(wanted);
      }),
    );
  });

  it('refuse another number of pixels', () => {
    expect(() => encodeMask(new Uint8Array(5), { height: 2, width: 3 })).toThrow('must be 2 x 3 values, got 5');
    expect(() => decodeMask({ height: 2, width: 3, runs: Uint32Array.of(5) })).toThrow('must sum to 2 x 3 = 6, got 5');
  });
});
