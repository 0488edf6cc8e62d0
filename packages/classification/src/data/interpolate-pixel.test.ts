import { describe, expect, it } from 'vitest';
import { interpolatePixel } from './interpolate-pixel.js';

const shape = { height: 2, width: 2, channels: 2 };
// One byte before the image; then (row, column) with channels 0 and 1.
const pixels = Uint8Array.of(99, 0, 1, 40, 2, 80, 3, 120, 4);

describe('interpolatePixel', () => {
  it('returns the pixel itself at whole places, the last row and column included', () => {
    expect(interpolatePixel(pixels, shape, { offset: 1, channel: 0, x: 1, y: 1 })).toBe(120);
    expect(interpolatePixel(pixels, shape, { offset: 1, channel: 1, x: 0, y: 1 })).toBe(3);
  });

  it('weighs the four neighbours by their distance', () => {
    // upper row 0 + 0.25 * 40 = 10, lower row 80 + 0.25 * 40 = 90, half way 50
    expect(interpolatePixel(pixels, shape, { offset: 1, channel: 0, x: 0.25, y: 0.5 })).toBe(50);
  });
});
