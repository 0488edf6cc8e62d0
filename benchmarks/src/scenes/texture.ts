import type { Random } from '@disalign/core';
import { between } from './between.js';

/** A pattern that fills the regions of a class. */
export interface Texture {
  readonly name: string;
  readonly pattern: PatternName;
  /** Radians a pixel; 0 for a plain surface. */
  readonly frequency: number;
  /** Radians. */
  readonly angle: number;
}

/** How one region shows its texture: the brightness, around 0 to 1, at every pixel. */
export type Surface = (x: number, y: number) => number;

/** A value in [-1, 1] at each place; periods are about 2 pi. */
type Pattern = (u: number, v: number) => number;

const patterns = {
  grating: (u: number) => steep(Math.sin(u)),
  checks: (u: number, v: number) => steep(2 * Math.sin(u) * Math.sin(v)),
  'light dots': (u: number, v: number) => steep(Math.cos(u) + Math.cos(v) - 0.9),
  'dark dots': (u: number, v: number) => -steep(Math.cos(u) + Math.cos(v) - 0.9),
  zigzag: (u: number, v: number) => steep(Math.sin(v + 4 * Math.abs(((((u / 3) % 2) + 2) % 2) - 1))),
  bricks: (u: number, v: number) => {
    const row = Math.floor(v / 3);
    const along = u / 6 + (row & 1) / 2;
    return v / 3 - row < 0.25 || along - Math.floor(along) < 0.14 ? -1 : 0.7;
  },
  blobs: (u: number, v: number) =>
    steep(Math.sin(1.3 * u + 2 * Math.sin(0.7 * v)) + Math.sin(1.1 * v + 2 * Math.sin(0.9 * u))),
  hatching: (u: number, v: number) => (Math.max(Math.cos(u), Math.cos(v)) > 0.75 ? 1 : -0.6),
  rings: (u: number, v: number) => steep(Math.sin(Math.hypot(u, v))),
  'plain dark': () => -1,
  'plain light': () => 1,
} satisfies Record<string, Pattern>;

type PatternName = keyof typeof patterns;

/** Waves with steep flanks look the same under blur and noise, and tell their class over more pixels. */
function steep(value: number): number {
  return Math.max(-1, Math.min(1, 3 * value));
}

const turns = (count: number, step: number) => Array.from({ length: count }, (_, turn) => turn * step);

/** The 35 textures: no two are alike in pattern, scale and direction. */
export const textures: readonly Texture[] = [
  ...variants('grating', [0.35, 0.8], turns(4, Math.PI / 4)),
  ...variants('checks', [0.5, 1], turns(2, Math.PI / 4)),
  ...variants('light dots', [0.5, 0.9], [0]),
  ...variants('dark dots', [0.5, 0.9], [0]),
  ...variants('zigzag', [0.45, 0.9], turns(2, Math.PI / 2)),
  ...variants('bricks', [0.5, 0.9], turns(2, Math.PI / 2)),
  ...variants('blobs', [0.35, 0.7, 1.4], [0]),
  ...variants('hatching', [0.4, 0.8], turns(2, Math.PI / 4)),
  ...variants('rings', [0.35, 0.8], [0]),
  ...variants('plain dark', [0], [0]),
  ...variants('plain light', [0], [0]),
];

function variants(pattern: PatternName, frequencies: readonly number[], angles: readonly number[]): Texture[] {
  const all = frequencies.flatMap((frequency) => angles.map((angle) => ({ frequency, angle })));
  return all.map((variant, place) => ({
    ...variant,
    pattern,
    name: all.length === 1 ? pattern : `${pattern} ${place + 1}`,
  }));
}

/**
 * Draws how a region shows a texture: turned and stretched a little, shifted by anything, in a tone and a contrast of its own.
 *
 * @param side of the scene in pixels
 */
export function drawSurface({ pattern, frequency, angle }: Texture, side: number, random: Random): Surface {
  const turned = angle + between(random, -0.12, 0.12);
  const scale = frequency * Math.exp(between(random, -0.1, 0.1));
  const cos = Math.cos(turned) * scale;
  const sin = Math.sin(turned) * scale;
  const [left, top] = [side * random.nextFloat(), side * random.nextFloat()];
  // A plain surface is its tone: the two must not meet.
  const [tone, contrast] =
    frequency === 0 ? [0.5, between(random, 0.42, 0.5)] : [between(random, 0.3, 0.7), between(random, 0.1, 0.35)];
  const valueAt: Pattern = patterns[pattern];
  return (x, y) => tone + contrast * valueAt(cos * (x - left) + sin * (y - top), cos * (y - top) - sin * (x - left));
}
