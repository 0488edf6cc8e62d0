import type { Random } from '@disalign/core';
import { NO_CLASS } from '@disalign/segmentation';
import { between } from './between.js';
import { ellipse, paintRegion, type Canvas } from './canvas.js';
import type { StuffClass } from './scene-class.js';
import { drawSurface } from './texture.js';

/** A texture class that a scene shows, with its label. */
export interface PlacedStuff extends StuffClass {
  readonly label: number;
}

/** Fills the canvas with the backgrounds: weighted Voronoi cells of one site each. */
export function paintBackgrounds(canvas: Canvas, backgrounds: readonly PlacedStuff[], random: Random): void {
  const { side } = canvas;
  const sites = backgrounds.map(() => ({
    x: side * random.nextFloat(),
    y: side * random.nextFloat(),
    // Of 128 pixels: up to 30 pixels nearer than it is.
    reach: 900 * (side / 128) ** 2 * random.nextFloat(),
  }));
  const nearest = (x: number, y: number) => {
    let found = 0;
    let least = Infinity;
    for (const [index, site] of sites.entries()) {
      const distance = (x - site.x) ** 2 + (y - site.y) ** 2 - site.reach;
      if (distance >= least) continue;
      least = distance;
      found = index;
    }
    return found;
  };
  for (const [index, { texture, label }] of backgrounds.entries()) {
    const brightnessAt = drawSurface(texture, side, random);
    paintRegion(canvas, (x, y) => nearest(x, y) === index, { label, brightnessAt });
  }
}

/** Puts an ellipse of each texture somewhere. */
export function paintPatches(canvas: Canvas, patches: readonly PlacedStuff[], random: Random): void {
  for (const { texture, label, region } of patches) {
    if (region === 'background') continue;
    const size = {
      halfWidth: region.halfWidth * between(random, 0.8, 1.3),
      halfHeight: region.halfHeight * between(random, 0.8, 1.3),
    };
    const contains = ellipse(size, drawPlace(canvas, random));
    paintRegion(canvas, contains, { label, brightnessAt: drawSurface(texture, canvas.side, random) });
  }
}

/** Rough grey without a class, in one scene of two: "other" in the midst of the classes. */
export function paintUnlabelled(canvas: Canvas, random: Random): void {
  if (random.nextFloat() >= 0.5) return;
  const size = { halfWidth: between(random, 20, 45), halfHeight: between(random, 20, 45) };
  const tone = between(random, 0.3, 0.7);
  const brightnessAt = () => tone + 0.18 * random.normal();
  paintRegion(canvas, ellipse(size, drawPlace(canvas, random)), { label: NO_CLASS, brightnessAt });
}

function drawPlace({ side }: Canvas, random: Random) {
  return { x: side * random.nextFloat(), y: side * random.nextFloat() };
}
