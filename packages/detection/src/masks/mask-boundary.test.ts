import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMask } from './decode-mask.js';
import { encodeMask } from './encode-mask.js';
import { maskBoundary } from './mask-boundary.js';

/** By the definition: a foreground pixel with background or the outside at most `distance` away in x and y. */
function boundaryByDefinition(pixels: Uint8Array, height: number, width: number, distance: number): number[] {
  const isForeground = (y: number, x: number) =>
    y >= 0 && y < height && x >= 0 && x < width && pixels[y * width + x] === 1;
  return Array.from(pixels, (pixel, at) => {
    const y = Math.floor(at / width);
    const x = at % width;
    for (let dy = -distance; dy <= distance; dy++) {
      for (let dx = -distance; dx <= distance; dx++) if (!isForeground(y + dy, x + dx)) return pixel;
    }
    return 0;
  });
}

describe('maskBoundary', () => {
  it('is the rim of one pixel of a small square, the border of the image included', () => {
    const square = encodeMask(new Uint8Array(25).fill(1), { height: 5, width: 5 });
    expect([...maskBoundary(square).runs]).toEqual([0, 6, 3, 2, 3, 2, 3, 6]);
  });

  it('agrees with the definition at any distance', () => {
    const sides = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }));
    fc.assert(
      fc.property(sides, fc.integer({ min: 1, max: 3 }), fc.infiniteStream(fc.nat(7)), (size, distance, stream) => {
        const [height, width] = size;
        const pixels = Uint8Array.from({ length: height * width }, () => Number(stream.next().value > 0));
        const ratio = distance / Math.hypot(height, width);
        const boundary = maskBoundary(encodeMask(pixels, { height, width }), ratio);
        expect([...decodeMask(boundary)]).toEqual(boundaryByDefinition(pixels, height, width, distance));
      }),
    );
  });

  it('rounds halves of the distance to the even number, as Python does', () => {
    // The diagonal of 75 x 100 is 125, and 2 % of it 2.5: two pixels.
    const full = encodeMask(new Uint8Array(7500).fill(1), { height: 75, width: 100 });
    expect(maskBoundary(full).runs[1]).toBe(2 * 75 + 2);
  });
});
