import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';
import { FileFormatError } from '@disalign/core';
import { decodeFile } from '@disalign/core/node';
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
 * @throws FileFormatError when the description is broken, or the pixels are not those that it was written for
 *
 * @example
 * import { loadGlyphMasters } from '@disalign/classification';
 * const { characters, fonts } = await loadGlyphMasters(); // 200, and 56 in three splits
 */
export async function loadGlyphMasters(assets: URL = packageAssets): Promise<GlyphMasters> {
  const [textFile, pixelFile] = ['glyph-masters.json', 'glyph-masters.bin.br'].map((name) =>
    fileURLToPath(new URL(name, assets)),
  );
  const [json, compressed] = await Promise.all([readFile(textFile, 'utf8'), readFile(pixelFile)]);
  const { size, sha256, characters, fonts } = await decodeFile(textFile, 'a description of glyph masters', () =>
    description.parse(JSON.parse(json)),
  );
  const packedBytes = (fonts.length * [...characters].length * size * size) / 2;
  const packed = await decodeFile(pixelFile, `${packedBytes} bytes, compressed by brotli`, () =>
    brotliDecompressSync(compressed, { maxOutputLength: packedBytes }),
  );
  const refuse = (field: string, expected: string, got: string) => {
    if (got !== expected) throw new FileFormatError({ file: pixelFile, field, expected, got });
  };
  refuse('length', `${packedBytes}`, `${packed.length}`);
  refuse('sha256', sha256, createHash('sha256').update(packed).digest('hex'));
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
