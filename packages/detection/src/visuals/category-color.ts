import type { Color } from './rgb-image.js';

/** Hues apart by the golden angle, so that neighbours in the list of categories are never alike. */
const GOLDEN_ANGLE = 137.508;

/** A colour for each category, bright enough for black letters: hue by the golden angle, lightness 0.6 and 0.72 by turns. */
export function categoryColor(category: number): Color {
  return colorOf({
    hue: (category * GOLDEN_ANGLE) % 360,
    saturation: 0.85,
    lightness: category % 2 === 0 ? 0.6 : 0.72,
  });
}

/** HSL to RGB, as CSS defines it: `l - s min(l, 1 - l) max(-1, min(k - 3, 9 - k, 1))` with `k = (n + hue / 30) mod 12`, n = 0, 8, 4. */
function colorOf({ hue, saturation, lightness }: { hue: number; saturation: number; lightness: number }): Color {
  const spread = saturation * Math.min(lightness, 1 - lightness);
  const channel = (n: number) => {
    const k = (n + hue / 30) % 12;
    return Math.round(255 * (lightness - spread * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return [channel(0), channel(8), channel(4)];
}
