import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { createGlyphPainter } from './create-glyph-painter.js';
import { describeFontLicenses } from './describe-font-licenses.js';
import { installFonts } from './install-fonts.js';
import { openFontFamily } from './open-font-family.js';
import { packNibbles } from './pack-nibbles.js';
import { readGlyphFontList } from './read-glyph-font-list.js';

// Both src/glyph-masters and dist/glyph-masters lie three levels below the root of the repository.
const root = fileURLToPath(new URL('../../../', import.meta.url));
const cache = join(root, '.cache', 'fonts');
const assets = join(root, 'packages', 'classification', 'assets');

const list = await readGlyphFontList(join(root, 'tools', 'glyph-fonts.json'));
installFonts(list, cache);

const characters = list.characters.flatMap((line) => [...line]);
const fonts = list.families.flatMap(({ family, split }) => list.weights.map((weight) => ({ family, weight, split })));
const paint = createGlyphPainter(cache, list);
const masks = new Uint8Array(fonts.length * characters.length * list.size ** 2);
fonts.forEach(({ family, weight }, fontIndex) => {
  const font = openFontFamily(cache, { family, weight, subsets: list.subsets });
  characters.forEach((character, characterIndex) => {
    const position = fontIndex * characters.length + characterIndex;
    masks.set(paint(font.fileWith(character), character), position * list.size ** 2);
  });
});

const packed = packNibbles(masks);
const compressed = brotliCompressSync(packed, {
  params: { [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS },
});
const description = {
  size: list.size,
  sha256: createHash('sha256').update(packed).digest('hex'),
  characters: characters.join(''),
  fonts,
};

mkdirSync(assets, { recursive: true });
writeFileSync(join(assets, 'glyph-masters.bin.br'), compressed);
writeFileSync(join(assets, 'glyph-masters.json'), `${JSON.stringify(description, undefined, 2)}\n`);
writeFileSync(join(assets, 'FONT-LICENSES.md'), describeFontLicenses(list, cache));
console.log(`${fonts.length} fonts x ${characters.length} characters: ${compressed.length} bytes in ${assets}`);
