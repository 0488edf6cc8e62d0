import { glyphInk, type GlyphMasters } from '@disalign/classification';
import type { Random } from '@disalign/core';
import { between } from './between.js';
import { paintRegion, type Canvas } from './canvas.js';
import type { SignClass } from './scene-class.js';

/** A sign class that a scene shows, with its label. */
export interface PlacedSign extends SignClass {
  readonly label: number;
}

/** The glyphs that signs may carry. */
export interface SignFonts {
  readonly masters: GlyphMasters;
  /** Rows among the fonts of the masters. */
  readonly fonts: readonly number[];
}

interface Disc {
  readonly x: number;
  readonly y: number;
  readonly diameter: number;
}

/** Another place is tried when a sign would cover much of one before it; so often, then it does. */
const TRIES = 12;

/**
 * Puts a sign of each class somewhere, large ones first, so that small ones are not covered.
 *
 * @returns the classes in the order of painting, which `Canvas.signs` counts
 */
export function paintSigns(
  canvas: Canvas,
  classes: readonly PlacedSign[],
  { masters, fonts, random }: SignFonts & { readonly random: Random },
): number[] {
  const sized = classes.map((sign) => ({ ...sign, diameter: between(random, ...sign.diameter) }));
  sized.sort((a, b) => b.diameter - a.diameter);
  const discs: Disc[] = [];
  for (const [sign, { label, character, diameter }] of sized.entries()) {
    const disc = findPlace(canvas.side, { diameter, before: discs }, random);
    discs.push(disc);
    const font = fonts[random.nextInt(fonts.length)];
    const brightnessAt = drawFace(glyphInk(masters, { font, character }), { disc, size: masters.size }, random);
    paintRegion(canvas, random.nextFloat() < 0.5 ? roundSign(disc) : squareSign(disc), { label, sign, brightnessAt });
  }
  return sized.map(({ label }) => label);
}

function findPlace(side: number, { diameter, before }: { diameter: number; before: readonly Disc[] }, random: Random) {
  const draw = (): Disc => {
    const [x, y] = [0, 0].map(() => diameter / 2 + (side - diameter) * random.nextFloat());
    return { x, y, diameter };
  };
  const collides = ({ x, y }: Disc) =>
    before.some((other) => Math.hypot(other.x - x, other.y - y) < 0.42 * (other.diameter + diameter));
  let place = draw();
  for (let tries = 1; tries < TRIES && collides(place); tries++) place = draw();
  return place;
}

function roundSign({ x, y, diameter }: Disc) {
  return (column: number, row: number) => (column - x) ** 2 + (row - y) ** 2 <= (diameter / 2) ** 2;
}

function squareSign({ x, y, diameter }: Disc) {
  return (column: number, row: number) => Math.max(Math.abs(column - x), Math.abs(row - y)) <= diameter / 2;
}

/** The face of a sign: a glyph, light or dark, a little turned and sheared, on paper of any tone that leaves room for its contrast. */
function drawFace(ink: (x: number, y: number) => number, { disc, size }: { disc: Disc; size: number }, random: Random) {
  const angle = 0.14 * random.normal();
  const zoom = (size / disc.diameter) * between(random, 0.88, 1.08);
  const cos = Math.cos(angle) * zoom;
  const sin = Math.sin(angle) * zoom;
  const shear = between(random, -0.12, 0.12);
  const contrast = between(random, 0.35, 0.85);
  const dark = random.nextFloat() < 0.5;
  const paper = (dark ? contrast : 0) + (1 - contrast) * random.nextFloat();
  return (column: number, row: number) => {
    const y = row - disc.y;
    const x = column - disc.x + shear * y;
    return paper + (dark ? -contrast : contrast) * ink(cos * x + sin * y, cos * y - sin * x);
  };
}
