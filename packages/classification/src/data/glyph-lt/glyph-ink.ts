import { interpolatePixel } from '../interpolate-pixel.js';
import type { GlyphMasters } from './glyph-masters.js';

/** A character in a font: their rows among those of the glyph masters. */
export interface Glyph {
  readonly font: number;
  readonly character: number;
}

/**
 * The ink of a glyph as a function of the place: bilinear between the pixels of its master, in [0, 1], none outside.
 *
 * @returns ink at (x, y) in pixels of the master from its centre, x to the right and y down
 *
 * @example
 * import { glyphInk, loadGlyphMasters } from '@disalign/classification';
 * const ink = glyphInk(await loadGlyphMasters(), { font: 0, character: 0 });
 * ink(0, 0); // of an A in the first font: between its legs, over the bar
 */
export function glyphInk(masters: GlyphMasters, { font, character }: Glyph): (x: number, y: number) => number {
  const last = masters.size - 1;
  const offset = (font * masters.characters.length + character) * masters.size ** 2;
  const shape = { height: masters.size, width: masters.size, channels: 1 };
  return (x, y) => {
    const column = x + last / 2;
    const row = y + last / 2;
    if (column < 0 || row < 0 || column > last || row > last) return 0;
    return interpolatePixel(masters.ink, shape, { offset, channel: 0, x: column, y: row }) / 255;
  };
}
