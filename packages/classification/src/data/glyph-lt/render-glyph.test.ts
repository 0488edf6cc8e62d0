import { createRandom } from '@disalign/core';
import { describe, expect, it } from 'vitest';
import type { Distortion } from './draw-distortion.js';
import type { GlyphMasters } from './glyph-masters.js';
import { renderGlyph } from './render-glyph.js';

const size = 48;
const side = 32;
const flat = { amplitude: 0, frequency: 1, phase: 0 };

/** Nothing is bent or added: black ink on white paper. */
const plain: Distortion = {
  placement: { angle: 0, scale: 1, shear: 0, aspect: 1, shiftX: 0, shiftY: 0 },
  warp: { alongX: flat, alongY: flat },
  gamma: 1,
  tone: { darkest: 0, contrast: 1, darkInk: true },
  shading: { slopeX: 0, slopeY: 0, stripe: flat, stripeAngle: 0 },
  blurSigma: 0,
  noise: 0,
};

/** One font; character 0 is a full square of 24 pixels in the middle, character 1 its left half. */
const masters: GlyphMasters = {
  size,
  characters: ['■', '▌'],
  fonts: [{ family: 'squares', weight: 400, split: 'train' }],
  ink: Uint8Array.from({ length: 2 * size * size }, (_, index) => {
    const pixel = index % (size * size);
    const [row, column] = [Math.floor(pixel / size), pixel % size];
    const right = index < size * size ? 36 : 24;
    return row >= 12 && row < 36 && column >= 12 && column < right ? 255 : 0;
  }),
};

function render(distortion: Partial<Distortion>, character = 0): Uint8Array {
  return renderGlyph(
    masters,
    { font: 0, character },
    { distortion: { ...plain, ...distortion }, random: createRandom(1) },
  );
}
const at = (image: Uint8Array, row: number, column: number) => image[row * side + column];
const countOf = (image: Uint8Array, value: number) => image.filter((pixel) => pixel === value).length;

describe('renderGlyph', () => {
  it('shows a square of 24 of 48 pixels as one of 17.4 of 32', () => {
    // One image pixel is 48 / 32 * 0.92 = 1.38 master pixels: 24 / 1.38 = 17.4, its border blends.
    const image = render({});
    expect(image).toHaveLength(side * side);
    expect(at(image, 16, 16)).toBe(0);
    expect(at(image, 0, 0)).toBe(255);
    const dark = [...image.subarray(16 * side, 17 * side)].map((value) => 1 - value / 255);
    expect(dark.reduce((sum, value) => sum + value, 0)).toBeCloseTo(24 / 1.38, 0);
    // Nothing tells left from right, nor up from down.
    expect([...image].reverse()).toEqual([...image]);
  });

  it('takes the character asked for', () => {
    const image = render({}, 1);
    expect([at(image, 16, 10), at(image, 16, 22)]).toEqual([0, 255]);
  });

  it('shifts, and turns by a quarter clockwise', () => {
    const shifted = render({ placement: { ...plain.placement, shiftX: 3, shiftY: -2 } });
    for (const [row, column] of [
      [16, 16],
      [9, 20],
      [20, 8],
    ]) {
      expect(at(shifted, row - 2, column + 3)).toBe(at(render({}), row, column));
    }
    const turned = render({ placement: { ...plain.placement, angle: Math.PI / 2 } }, 1);
    // The left half comes to lie above.
    expect([at(turned, 10, 16), at(turned, 22, 16)]).toEqual([0, 255]);
  });

  it('grows with the scale and stretches with the aspect', () => {
    const inked = (placement: Partial<Distortion['placement']>) =>
      countOf(render({ placement: { ...plain.placement, ...placement } }), 0);
    expect(inked({ scale: 1.3 })).toBeGreaterThan(1.5 * inked({}));
    const wide = render({ placement: { ...plain.placement, aspect: 0.7 } });
    expect([at(wide, 16, 5), at(wide, 5, 16)]).toEqual([0, 255]);
  });

  it('draws light ink on dark paper, within its contrast', () => {
    const image = render({ tone: { darkest: 0.2, contrast: 0.4, darkInk: false } });
    expect([at(image, 16, 16), at(image, 0, 0)]).toEqual([153, 51]);
  });

  it('adds clutter and a line where they are said to be', () => {
    const clutter = { character: 0, centreX: -14, centreY: 0, shrink: 2, strength: 1 };
    expect([at(render({ clutter }), 16, 1), at(render({}), 16, 1)]).toEqual([0, 255]);
    // Along x = 0, one pixel to each side of the centre: the square's ink is replaced by the line's tone.
    const line = render({ line: { angle: 0, distance: 0, halfWidth: 2, tone: 1 } }, 1);
    expect(at(line, 3, 16)).toBe(0);
    expect(at(line, 3, 20)).toBe(255);
  });

  it('shades along the slope and never leaves the bytes', () => {
    const tone = { darkest: 0.4, contrast: 0.2, darkInk: true };
    const shaded = render({ tone, shading: { ...plain.shading, slopeX: 0.3 } });
    expect(at(shaded, 0, 31)).toBeGreaterThan(at(shaded, 0, 16));
    expect(at(shaded, 0, 16)).toBeGreaterThan(at(shaded, 0, 0));
    const glaring = render({ shading: { ...plain.shading, slopeX: 9 } });
    expect([at(glaring, 16, 0), at(glaring, 16, 31)]).toEqual([0, 255]);
  });

  it('makes noise from the stream alone', () => {
    const noisy = (seed: number) =>
      renderGlyph(
        masters,
        { font: 0, character: 0 },
        {
          distortion: { ...plain, tone: { darkest: 0.3, contrast: 0.4, darkInk: true }, noise: 0.05 },
          random: createRandom(seed),
        },
      );
    expect(noisy(1)).toEqual(noisy(1));
    expect(noisy(1)).not.toEqual(noisy(2));
  });
});
