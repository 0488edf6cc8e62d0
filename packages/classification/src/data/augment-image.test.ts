import { createRandom, type Random } from '@disalign/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { augmentImage } from './augment-image.js';

const square = { height: 4, width: 4, channels: 1 };
const ramp = Uint8Array.from({ length: 16 }, (_, pixel) => 16 * pixel);
const still = { shift: 0, rotation: 0, scale: 1 };

/** Draws the numbers listed, one after the other. */
function listedRandom(...draws: number[]): Random {
  return { ...createRandom(0), nextFloat: () => draws.shift() ?? 0.5 };
}

describe('augmentImage', () => {
  it('gives the image back where nothing may move', () => {
    expect(augmentImage(ramp, square, createRandom(3), still)).toEqual(ramp);
  });

  it('shifts to the right and repeats the border', () => {
    // a draw of 1 is the limit itself: one pixel along x; 0.5 is none along y
    const view = augmentImage(ramp, square, listedRandom(1, 0.5), { ...still, shift: 1 });
    expect([...view.subarray(0, 4)]).toEqual([0, 0, 16, 32]);
    expect([...view.subarray(12)]).toEqual([192, 192, 208, 224]);
  });

  it('turns by a quarter clockwise', () => {
    const view = augmentImage(ramp, square, listedRandom(0.5, 0.5, 1), { ...still, rotation: 90 });
    // the first row of the view is the first column, from below
    expect([...view.subarray(0, 4)]).toEqual([192, 128, 64, 0]);
  });

  it('grows about the centre', () => {
    const row = { height: 1, width: 5, channels: 1 };
    const view = augmentImage(Uint8Array.of(0, 50, 100, 150, 200), row, listedRandom(0.5, 0.5, 0.5, 1), {
      ...still,
      scale: 2,
    });
    // twice the size: the places -2..2 look at -1, -0.5, 0, 0.5, 1
    expect([...view]).toEqual([50, 75, 100, 125, 150]);
  });

  it('moves the channels together', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.nat(), (grey, seed) => {
        const threefold = Uint8Array.from({ length: 48 }, (_, index) => grey[Math.floor(index / 3)]);
        const greyView = augmentImage(grey, square, createRandom(seed));
        const colourView = augmentImage(threefold, { ...square, channels: 3 }, createRandom(seed));
        expect([...colourView]).toEqual([...greyView].flatMap((value) => [value, value, value]));
      }),
    );
  });

  it('repeats itself under one seed and leaves the image alone', () => {
    const image = Uint8Array.from(ramp);
    const first = augmentImage(image, square, createRandom(5));
    expect(augmentImage(image, square, createRandom(5))).toEqual(first);
    expect(augmentImage(image, square, createRandom(6))).not.toEqual(first);
    expect(image).toEqual(ramp);
  });

  it('refuses a wrong length and limits out of range', () => {
    expect(() => augmentImage(ramp, { ...square, channels: 3 }, createRandom(1))).toThrow('4 x 4 x 3 bytes, got 16');
    expect(() => augmentImage(ramp, square, createRandom(1), { scale: 0.9 })).toThrow(RangeError);
  });
});
