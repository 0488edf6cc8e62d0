import { expectClose } from '@disalign/test-support';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inferenceGoldens } from './fixtures/inference-goldens.js';
import { resizeBilinear } from './resize-bilinear.js';

describe('resizeBilinear', () => {
  it('puts samples at the centres of pixels, in a case worked by hand', () => {
    // Outputs at (i + 1/2) / 2 - 1/2 = -1/4, 1/4, 3/4, 5/4 of the inputs 0 and 4: the ends are moved in.
    const map = { height: 1, width: 2, channels: 1, data: Float32Array.of(0, 4) };
    expect([...resizeBilinear(map, { height: 1, width: 4 }).data]).toEqual([0, 1, 3, 4]);
    // Halved: outputs at 1/2, between the two.
    expect([...resizeBilinear(map, { height: 2, width: 1 }).data]).toEqual([2, 2]);
  });

  it.each(inferenceGoldens.resizes)(
    'agrees with PyTorch from $source to $target',
    ({ source, target, channels, input, output }) => {
      const map = { height: source[0], width: source[1], channels, data: Float32Array.from(input) };
      const resized = resizeBilinear(map, { height: target[0], width: target[1] });
      expect([resized.height, resized.width, resized.channels]).toEqual([...target, channels]);
      // Float32 sums of up to four terms, some of which cancel: ten times closer than 1e-5.
      expectClose(resized.data, output, { relativeToLargest: 1e-6 });
    },
  );

  it('changes nothing at the same size, and nothing in a constant map', () => {
    const sides = fc.integer({ min: 1, max: 12 });
    fc.assert(
      fc.property(sides, sides, sides, sides, (height, width, toHeight, toWidth) => {
        const data = Float32Array.from({ length: 2 * height * width }, (_, i) => Math.sin(i));
        expect(resizeBilinear({ height, width, channels: 2, data }, { height, width }).data).toEqual(data);
        const flat = { height, width, channels: 1, data: new Float32Array(height * width).fill(3) };
        expectClose(
          resizeBilinear(flat, { height: toHeight, width: toWidth }).data,
          new Float32Array(toHeight * toWidth).fill(3),
          {
            relative: 1e-6,
          },
        );
      }),
      { numRuns: 50, seed: 4 },
    );
  });

  it('refuses sides that are none, and data that do not fit', () => {
    const map = { height: 1, width: 2, channels: 1, data: new Float32Array(2) };
    expect(() => resizeBilinear(map, { height: 0, width: 2 })).toThrow(
      'height and width must be positive integers, got 0 and 2',
    );
    expect(() => resizeBilinear({ ...map, channels: 2 }, map)).toThrow('`data` must have 4 entries, got 2');
    expect(() => resizeBilinear({ ...map, width: 1.5 }, map)).toThrow('must be positive integers, got 1, 1.5, 1');
  });
});
