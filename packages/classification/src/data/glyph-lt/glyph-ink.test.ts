import { expect, it } from 'vitest';
import { glyphInk } from './glyph-ink.js';
import type { GlyphMasters } from './glyph-masters.js';

// Two characters in one font, 2 x 2 pixels each.
const masters: GlyphMasters = {
  size: 2,
  characters: ['a', 'b'],
  fonts: [{ family: 'one', weight: 400, split: 'train' }],
  ink: Uint8Array.of(0, 0, 0, 0, 0, 255, 51, 102),
};

it('reads the master from its centre, bilinear between pixels, worked by hand', () => {
  const ink = glyphInk(masters, { font: 0, character: 1 });
  expect(ink(-0.5, -0.5)).toBe(0);
  expect(ink(0.5, -0.5)).toBe(1);
  expect(ink(-0.5, 0.5)).toBe(0.2);
  expect(ink(0, 0)).toBeCloseTo((0 + 1 + 0.2 + 0.4) / 4, 12);
});

it('has no ink outside of the master', () => {
  const ink = glyphInk(masters, { font: 0, character: 1 });
  expect([ink(0.51, 0), ink(-0.51, 0), ink(0, 0.51), ink(0, -0.51)]).toEqual([0, 0, 0, 0]);
});
