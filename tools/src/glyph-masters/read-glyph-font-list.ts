import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const exactVersion = z.string().regex(/^\d+\.\d+\.\d+$/);

const glyphFontList = z.strictObject({
  /** Packages that draw the glyphs and read the fonts' character maps, with their exact versions. */
  renderers: z.strictObject({ '@napi-rs/canvas': exactVersion, fontkit: exactVersion }),
  /** Side of the square mask, in pixels. */
  size: z.int().positive(),
  /** Font size in pixels, unless the ink is smaller than `smallestInk` or larger than `largestInk`. */
  emSize: z.number().positive(),
  smallestInk: z.number().positive(),
  largestInk: z.number().positive(),
  weights: z.array(z.int().positive()).nonempty(),
  /** Files a family is cut into by @fontsource; a character is drawn from the first that maps it. */
  subsets: z.array(z.string()).nonempty(),
  /** The classes, in lines of one script each. */
  characters: z.array(z.string()).nonempty(),
  /** Families of one designer's system stand on one side of the split, so that a test font has no near twin in training. */
  families: z
    .array(
      z.strictObject({ family: z.string(), version: exactVersion, split: z.enum(['train', 'validation', 'test']) }),
    )
    .nonempty(),
});

/** Which fonts, characters and sizes the glyph masters are drawn with. */
export type GlyphFontList = z.infer<typeof glyphFontList>;

/** Reads and checks a glyph font list. @throws ZodError when a field is missing, unknown or out of range */
export async function readGlyphFontList(path: string | URL): Promise<GlyphFontList> {
  return glyphFontList.parse(JSON.parse(await readFile(path, 'utf8')));
}
