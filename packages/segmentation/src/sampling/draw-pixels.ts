import type { Random } from '@disalign/core';
import { NO_CLASS, type LabelMap } from '../labels/label-map.js';

/**
 * Which pixels of an image are drawn, each at most once:
 * - `uniform`: any pixel with a class, all alike;
 * - `uniform-all`: any pixel, those without a class too. They become ignored rows, which core's reduction `all` divides by;
 * - `per-class`: as many of each class that the image has, as far as it has them.
 */
export type PixelSampling = 'uniform' | 'uniform-all' | 'per-class';

/** How many pixels are drawn, and how. */
export interface DrawPixelsOptions {
  /** Fewer are drawn where the image has fewer to draw from. */
  readonly count: number;
  readonly sampling: PixelSampling;
  readonly random: Random;
}

/** Draws pixels of an image without replacement. @returns their places in the map, increasing */
export function drawPixels({ labels }: LabelMap, { count, sampling, random }: DrawPixelsOptions): Int32Array {
  const groups = groupPixels(labels, sampling);
  // The smallest group first: what it cannot give, those after it share.
  groups.sort((a, b) => a.length - b.length);
  const drawn = new Int32Array(
    Math.min(
      count,
      groups.reduce((sum, { length }) => sum + length, 0),
    ),
  );
  let filled = 0;
  groups.forEach((group, index) => {
    const share = Math.floor((drawn.length - filled) / (groups.length - index));
    const pixels = drawSome(group, Math.min(share, group.length), random);
    drawn.set(pixels, filled);
    filled += pixels.length;
  });
  return drawn.sort();
}

/** Pixels that are drawn alike, in one group each; by class, or all in one. */
function groupPixels(labels: Uint8Array, sampling: PixelSampling): Int32Array[] {
  const groupOf = (label: number) => (sampling === 'per-class' ? label : 0);
  const isDrawn = (label: number) => sampling === 'uniform-all' || label !== NO_CLASS;
  const sizes = new Int32Array(256);
  for (const label of labels) if (isDrawn(label)) sizes[groupOf(label)]++;
  const groups = Array.from(sizes, (size) => new Int32Array(size));
  const filled = new Int32Array(256);
  for (let pixel = 0; pixel < labels.length; pixel++) {
    const label = labels[pixel];
    if (isDrawn(label)) groups[groupOf(label)][filled[groupOf(label)]++] = pixel;
  }
  return groups.filter(({ length }) => length > 0);
}

/** The first steps of a Fisher-Yates shuffle, in place. */
function drawSome(pixels: Int32Array, count: number, random: Random): Int32Array {
  for (let i = 0; i < count; i++) {
    const other = i + random.nextInt(pixels.length - i);
    const kept = pixels[i];
    pixels[i] = pixels[other];
    pixels[other] = kept;
  }
  return pixels.subarray(0, count);
}
