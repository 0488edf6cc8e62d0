import type { GlyphMasters } from '@disalign/classification';

/**
 * The characters that look most alike: by the cosine of their mean ink over the training fonts.
 *
 * @param characters [K] rows among the characters of the masters
 * @returns [K] of each the `count` most alike, as places in `characters`, the most alike first
 */
export function findLookAlikes(masters: GlyphMasters, characters: readonly number[], count: number): number[][] {
  const inks = characters.map((character) => meanInk(masters, character));
  const norms = inks.map((ink) => Math.hypot(...ink));
  const cosine = (a: number, b: number) =>
    inks[a].reduce((sum, value, pixel) => sum + value * inks[b][pixel], 0) / (norms[a] * norms[b]);
  return inks.map((_, own) => {
    const likeness = inks.map((_, other) => cosine(own, other));
    const others = [...inks.keys()].filter((other) => other !== own);
    return others.sort((a, b) => likeness[b] - likeness[a]).slice(0, count);
  });
}

function meanInk({ size, characters, fonts, ink }: GlyphMasters, character: number): Float64Array {
  const pixels = size * size;
  const mean = new Float64Array(pixels);
  for (const [font, { split }] of fonts.entries()) {
    if (split !== 'train') continue;
    const start = (font * characters.length + character) * pixels;
    for (let pixel = 0; pixel < pixels; pixel++) mean[pixel] += ink[start + pixel];
  }
  return mean;
}
