import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { GlyphFontList } from './read-glyph-font-list.js';

/** Draws one character of one font file as a mask [size, size], row by row: 0 is paper, 255 is ink. */
export type GlyphPainter = (fontFile: string, character: string) => Uint8Array;

interface InkBox {
  readonly actualBoundingBoxLeft: number;
  readonly actualBoundingBoxRight: number;
  readonly actualBoundingBoxAscent: number;
  readonly actualBoundingBoxDescent: number;
}

interface Context {
  fillStyle: string;
  font: string;
  textAlign: string;
  textBaseline: string;
  fillRect(x: number, y: number, width: number, height: number): void;
  fillText(text: string, x: number, y: number): void;
  measureText(text: string): InkBox;
  getImageData(x: number, y: number, width: number, height: number): { readonly data: Uint8ClampedArray };
}

interface CanvasModule {
  createCanvas(width: number, height: number): { getContext(kind: '2d'): Context };
  readonly GlobalFonts: { registerFromPath(path: string, name: string): unknown };
}

/** Sets up a canvas that draws characters with the centre of their ink in the centre of the mask. */
export function createGlyphPainter(folder: string, list: GlyphFontList): GlyphPainter {
  const canvasModule = createRequire(join(folder, 'package.json'))('@napi-rs/canvas') as CanvasModule;
  const { size, emSize, smallestInk, largestInk } = list;
  const context = canvasModule.createCanvas(size, size).getContext('2d');
  const fontNames = new Map<string, string>();

  // Each file is registered under a name of its own: the subsets of a family would hide each other under one name.
  const registeredName = (fontFile: string): string => {
    const known = fontNames.get(fontFile);
    if (known !== undefined) return known;
    const name = `glyph-font-${fontNames.size}`;
    if (!canvasModule.GlobalFonts.registerFromPath(fontFile, name)) {
      throw new Error(`createGlyphPainter: \`fontFile\` must be a font that the canvas can read, got ${fontFile}`);
    }
    fontNames.set(fontFile, name);
    return name;
  };

  return (fontFile, character) => {
    const name = registeredName(fontFile);
    const measureAt = (pixels: number): InkBox => {
      context.font = `${pixels}px "${name}"`;
      return context.measureText(character);
    };
    context.fillStyle = '#000';
    context.fillRect(0, 0, size, size);
    context.fillStyle = '#fff';
    context.textAlign = 'left';
    context.textBaseline = 'alphabetic';

    const ink = largestSide(measureAt(emSize));
    const stretch = Math.min(Math.max(1, smallestInk / ink), largestInk / ink);
    const box = measureAt(emSize * stretch);
    const left = size / 2 - (box.actualBoundingBoxRight - box.actualBoundingBoxLeft) / 2;
    const baseline = size / 2 + (box.actualBoundingBoxAscent - box.actualBoundingBoxDescent) / 2;
    context.fillText(character, left, baseline);

    const { data } = context.getImageData(0, 0, size, size);
    return Uint8Array.from({ length: size * size }, (_, pixel) => data[4 * pixel]);
  };
}

function largestSide(box: InkBox): number {
  const width = box.actualBoundingBoxLeft + box.actualBoundingBoxRight;
  const height = box.actualBoundingBoxAscent + box.actualBoundingBoxDescent;
  return Math.max(width, height);
}
