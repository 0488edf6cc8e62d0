import { describe, expect, it } from 'vitest';
import { ade20kPalette } from './ade20k-palette.js';
import { colorLabels } from './color-labels.js';

const colorsOf = (palette: Uint8Array) =>
  Array.from({ length: palette.length / 3 }, (_, k) => palette.subarray(3 * k, 3 * k + 3).join());

describe('ade20kPalette', () => {
  it('has 150 colours, of which road and skyscraper share one', () => {
    const colors = colorsOf(ade20kPalette());
    expect(colors).toHaveLength(150);
    expect(new Set(colors).size).toBe(149);
    expect([colors[0], colors[6], colors[48], colors[149]]).toEqual([
      '120,120,120',
      '140,140,140',
      '140,140,140',
      '92,0,255',
    ]);
  });
});

describe('colorLabels', () => {
  it('draws classes in their colours, and no class in black', () => {
    const { height, width, pixels } = colorLabels({ height: 2, width: 1, labels: Uint8Array.of(149, 255) });
    expect([height, width, ...pixels]).toEqual([2, 1, 92, 0, 255, 0, 0, 0]);
  });

  it('refuses a class without a colour', () => {
    const map = { height: 1, width: 2, labels: Uint8Array.of(1, 2) };
    expect(() => colorLabels(map, Uint8Array.of(1, 2, 3, 4, 5, 6))).toThrow(
      'must have a colour for class 2, got 2 colours',
    );
  });
});
