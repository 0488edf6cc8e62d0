import type { Random } from '@disalign/core';
import { NO_CLASS } from '@disalign/segmentation';
import { between } from './between.js';
import { createCanvas, paintRegion, type Canvas } from './canvas.js';
import { paintSigns, type PlacedSign, type SignFonts } from './paint-signs.js';
import { paintBackgrounds, paintPatches, paintUnlabelled, type PlacedStuff } from './paint-stuff.js';
import type { SceneClass } from './scene-class.js';
import type { Scene, SceneSign } from './scene.js';

/** What a scene shows. */
export interface SceneContent extends SignFonts {
  /** Of the square, in pixels. */
  readonly side: number;
  /** Labels and looks of the classes in it, in any number. */
  readonly classes: readonly { readonly label: number; readonly look: SceneClass }[];
}

/**
 * Paints a scene: backgrounds, a patch without a class in one scene of two, patches of textures, then signs; noise over all of it.
 * One `random` gives one scene, to the byte.
 */
export function paintScene({ side, classes, ...glyphs }: SceneContent, random: Random): Scene {
  const canvas = createCanvas(side);
  const stuff: PlacedStuff[] = [];
  const signs: PlacedSign[] = [];
  for (const { label, look } of classes) {
    if (look.kind === 'stuff') stuff.push({ ...look, label });
    else signs.push({ ...look, label });
  }
  paintBase(canvas, random);
  paintBackgrounds(
    canvas,
    stuff.filter(({ region }) => region === 'background'),
    random,
  );
  paintUnlabelled(canvas, random);
  paintPatches(canvas, stuff, random);
  const labels = paintSigns(canvas, signs, { ...glyphs, random });
  return {
    height: side,
    width: side,
    pixels: toBytes(canvas, random),
    labels: canvas.labels,
    signs: labels.flatMap((label, sign) => findSign(canvas, label, sign) ?? []),
  };
}

function paintBase(canvas: Canvas, random: Random): void {
  const tone = between(random, 0.35, 0.65);
  paintRegion(canvas, () => true, { label: NO_CLASS, brightnessAt: () => tone + 0.05 * random.normal() });
}

function toBytes({ brightness }: Canvas, random: Random): Uint8Array {
  const deviation = between(random, 0, 0.05);
  return Uint8Array.from(brightness, (value) =>
    Math.round(255 * Math.max(0, Math.min(1, value + deviation * random.normal()))),
  );
}

/** What is seen of a sign; null when all of it is covered. */
function findSign({ side, signs }: Canvas, label: number, sign: number): SceneSign | null {
  const mask = Uint8Array.from(signs, (other) => (other === sign ? 1 : 0));
  let area = 0;
  let [left, top, right, bottom] = [side, side, -1, -1];
  for (let pixel = 0; pixel < mask.length; pixel++) {
    if (mask[pixel] === 0) continue;
    const [x, y] = [pixel % side, Math.floor(pixel / side)];
    area++;
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = y;
  }
  if (area === 0) return null;
  return { label, mask, area, box: { x: left, y: top, width: right - left + 1, height: bottom - top + 1 } };
}
