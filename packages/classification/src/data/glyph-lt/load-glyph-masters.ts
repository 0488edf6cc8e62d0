import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { brotliDecompressSync } from 'node:zlib';
import { FileFormatError } from '@disalign/core';
import { z } from 'zod';
import type { GlyphMasters } from './glyph-masters.js';

const description = z.object({
  size: z.int().positive(),
  sha256: z.string(),
  characters: z.string(),
  fonts: z.array(
    z.object({ family: z.string(), weight: z.int().positive(), split: z.enum(['train', 'validation', 'test']) }),
  ),
});

// Both src/data/glyph-lt and dist/data/glyph-lt lie three levels below the package.
const packageAssets = new URL('../../../assets/', import.meta.url);

/**
 * Reads the glyph masters that come with this package: 200 characters in 28 families and two weights, 48 x 48, 13 MB in memory.
 *
 * The file holds 4 bits a pixel; `ink` is spread to 0..255 (one step is 17).
 *
 * @param assets folder that holds `glyph-masters.json` and `glyph-masters.bin.br`, with a slash at its end; the package's own by default
 * @throws FileFormatError when the pixels are not those that the description was written for
 */
export async function loadGlyphMasters(assets: URL = packageAssets): Promise<GlyphMasters> {
  const pixelFile = new URL('glyph-masters.bin.br', assets);
  const [json, compressed] = await Promise.all([
    readFile(new URL('glyph-masters.json', assets), 'utf8'),
    readFile(pixelFile),
  ]);
  const { size, sha256, characters, fonts } = description.parse(JSON.parse(json));
  const packed = brotliDecompressSync(compressed);
  const digest = createHash('sha256').update(packed).digest('hex');
  if (digest !== sha256) {
    throw new FileFormatError({ file: pixelFile.pathname, field: 'sha256', expected: sha256, got: digest });
  }
  return { size, characters: [...characters], fonts, ink: unpackNibbles(packed) };
}

function unpackNibbles(packed: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(2 * packed.length);
  for (let index = 0; index < packed.length; index++) {
    bytes[2 * index] = (packed[index] >> 4) * 17;
    bytes[2 * index + 1] = (packed[index] & 15) * 17;
  }
  return bytes;
}
