import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slidingWindows } from './sliding-windows.js';

const settings = { crop: { height: 512, width: 512 }, stride: { height: 341, width: 341 } };
const texts = (size: { height: number; width: number }) => {
  const { rows, columns } = slidingWindows(size, settings);
  const text = (windows: typeof rows) => windows.map(({ start, end }) => `${start}..${end}`).join(' ');
  return { y: text(rows), x: text(columns) };
};

describe('slidingWindows', () => {
  it('lays the grids of mmsegmentation', () => {
    expect(texts({ height: 512, width: 683 })).toEqual({ y: '0..512', x: '0..512 171..683' });
    expect(texts({ height: 640, width: 1000 })).toEqual({ y: '0..512 128..640', x: '0..512 341..853 488..1000' });
    expect(texts({ height: 300, width: 400 })).toEqual({ y: '0..300', x: '0..400' });
  });

  it('covers every pixel, with windows inside of the image and as large as it allows', () => {
    const side = fc.integer({ min: 1, max: 60 });
    fc.assert(
      fc.property(side, fc.integer({ min: 1, max: 30 }), fc.nat(29), (length, crop, less) => {
        const stride = Math.max(1, crop - less);
        const square = (value: number) => ({ height: value, width: value });
        const { rows } = slidingWindows(square(length), { crop: square(crop), stride: square(stride) });
        for (const { start, end } of rows)
          expect([start >= 0, end <= length, end - start]).toEqual([true, true, Math.min(crop, length)]);
        const covered = new Set(
          rows.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, i) => start + i)),
        );
        expect(covered.size).toBe(length);
      }),
      { numRuns: 200, seed: 6 },
    );
  });

  it('refuses strides that leave gaps, and sides that are none', () => {
    const stride = { height: 513, width: 341 };
    expect(() => slidingWindows({ height: 9, width: 9 }, { ...settings, stride })).toThrow(
      '`stride` must be at most 512 x 512, the crop, got 341 x 513',
    );
    const crop = { height: 0, width: 512 };
    expect(() => slidingWindows({ height: 9, width: 9 }, { ...settings, crop })).toThrow(
      '`crop`: height and width must be positive',
    );
  });
});
