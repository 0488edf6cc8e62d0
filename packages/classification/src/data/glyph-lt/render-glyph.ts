import type { Random } from '@disalign/core';
import { blurInPlace } from './blur-in-place.js';
import type { Distortion, Wave } from './draw-distortion.js';
import { glyphInk, type Glyph } from './glyph-ink.js';
import type { GlyphMasters } from './glyph-masters.js';

/** Side of an image of Glyph-LT in pixels. */
export const glyphImageSide = 32;

const side = glyphImageSide;
const centre = (side - 1) / 2;

// At scale 1 the master is shown a little larger than it was drawn: most glyphs bring a margin of their own.
const fit = 0.92;

/**
 * Draws one grey image of a glyph from its master. `random` gives the noise alone; all else is settled by `distortion`.
 *
 * @returns bytes [32, 32], row by row
 */
export function renderGlyph(
  masters: GlyphMasters,
  glyph: Glyph,
  { distortion, random }: { distortion: Distortion; random: Random },
): Uint8Array {
  const plane = drawInk(masters, glyph, distortion);
  addClutter(plane, masters, glyph.font, distortion.clutter);
  addLine(plane, distortion.line);
  turnInkToBrightness(plane, distortion);
  blurInPlace(plane, side, distortion.blurSigma);
  return toBytes(plane, distortion.noise, random);
}

/** Ink [32, 32] in 0..1: where each pixel of the image comes from in the master. */
function drawInk(masters: GlyphMasters, glyph: Glyph, { placement, warp, gamma }: Distortion): Float32Array {
  const zoom = (masters.size / side) * (fit / placement.scale);
  const cos = Math.cos(placement.angle) * zoom;
  const sin = Math.sin(placement.angle) * zoom;
  const inkAt = glyphInk(masters, glyph);
  const xOfColumn = offsets(placement.shiftX);
  const yOfRow = offsets(placement.shiftY);
  const bendOfRow = yOfRow.map((y) => waveAt(warp.alongX, y));
  const bendOfColumn = xOfColumn.map((x) => waveAt(warp.alongY, x));

  return fillPlane((column, row) => {
    const y = yOfRow[row] + bendOfColumn[column];
    const x = xOfColumn[column] + bendOfRow[row] + placement.shear * y;
    const ink = inkAt((cos * x + sin * y) * placement.aspect, (cos * y - sin * x) / placement.aspect);
    return ink === 0 ? 0 : ink ** gamma;
  });
}

function addClutter(plane: Float32Array, masters: GlyphMasters, font: number, clutter: Distortion['clutter']): void {
  if (clutter === undefined) return;
  const { character, centreX, centreY, shrink, strength } = clutter;
  const inkAt = glyphInk(masters, { font, character });
  changePlane(plane, (ink, x, y) => Math.max(ink, strength * inkAt((x - centreX) * shrink, (y - centreY) * shrink)));
}

function addLine(plane: Float32Array, line: Distortion['line']): void {
  if (line === undefined) return;
  const cos = Math.cos(line.angle);
  const sin = Math.sin(line.angle);
  changePlane(plane, (ink, x, y) => {
    const cover = line.halfWidth - Math.abs(x * cos + y * sin - line.distance);
    const share = Math.min(1, Math.max(0, cover));
    return ink * (1 - share) + line.tone * share;
  });
}

function turnInkToBrightness(plane: Float32Array, { tone, shading }: Distortion): void {
  const { slopeX, slopeY, stripe, stripeAngle } = shading;
  const cos = Math.cos(stripeAngle);
  const sin = Math.sin(stripeAngle);
  changePlane(plane, (ink, x, y) => {
    const light = (slopeX * x + slopeY * y) / (side / 2) + waveAt(stripe, x * cos + y * sin);
    return tone.darkest + tone.contrast * (tone.darkInk ? 1 - ink : ink) + light;
  });
}

function toBytes(plane: Float32Array, noise: number, random: Random): Uint8Array {
  const bytes = new Uint8Array(plane.length);
  for (let pixel = 0; pixel < plane.length; pixel++) {
    const brightness = plane[pixel] + noise * random.normal();
    bytes[pixel] = Math.round(255 * Math.min(1, Math.max(0, brightness)));
  }
  return bytes;
}

/** Distance of each of the 32 columns or rows from a centre that is moved by `shift`. */
function offsets(shift: number): Float64Array {
  return Float64Array.from({ length: side }, (_, index) => index - centre - shift);
}

function waveAt({ amplitude, frequency, phase }: Wave, place: number): number {
  return amplitude * Math.sin(frequency * place + phase);
}

function fillPlane(value: (column: number, row: number) => number): Float32Array {
  const plane = new Float32Array(side * side);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) plane[row * side + column] = value(column, row);
  }
  return plane;
}

/** Replaces each value of a plane by what `change` makes of it at (x, y), measured from the centre of the image. */
function changePlane(plane: Float32Array, change: (value: number, x: number, y: number) => number): void {
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const pixel = row * side + column;
      plane[pixel] = change(plane[pixel], column - centre, row - centre);
    }
  }
}
