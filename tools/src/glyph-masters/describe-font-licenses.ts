import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openFontFile } from './open-font-file.js';
import type { GlyphFontList } from './read-glyph-font-list.js';

const licenseHeading = 'SIL OPEN FONT LICENSE';

/**
 * Writes the credits as Markdown: package, version and copyright of each font, then the licence text.
 *
 * Some packages name only the publisher in their licence file, so that the copyright record of the font itself stands beside it.
 *
 * @throws Error when the fonts are not all under one text of the SIL Open Font License 1.1
 */
export function describeFontLicenses(list: GlyphFontList, folder: string): string {
  const licenses = list.families.map(({ family }) =>
    readFileSync(join(folder, 'node_modules', '@fontsource', family, 'LICENSE'), 'utf8'),
  );
  const texts = licenses.map(licenseTextIn);
  const other = texts.findIndex((text) => text === '' || text !== texts[0]);
  if (other >= 0) {
    throw new Error(
      `describeFontLicenses: \`LICENSE\` of ${list.families[other].family} must be the text of OFL 1.1 that the others have`,
    );
  }
  const rows = list.families.map(
    ({ family, version }, index) =>
      `| @fontsource/${family} ${version} | ${copyrightIn(licenses[index])} | ${copyrightRecord(list, folder, family)} |`,
  );
  return `# Fonts behind the glyph masters

\`glyph-masters.bin.br\` holds pictures of characters drawn with the fonts below, each under the SIL Open Font License,
Version 1.1 (OFL-1.1). No font file is part of this package. Written by \`tools/src/glyph-masters\`.

| package | copyright in its licence file | copyright in the font |
| --- | --- | --- |
${rows.join('\n')}

\`\`\`text
${texts[0]}
\`\`\`
`;
}

function licenseTextIn(license: string): string {
  const start = license.indexOf(licenseHeading);
  return start < 0 ? '' : license.slice(start).trimEnd();
}

/** The first line, less what it repeats for each further file of the family. */
function copyrightIn(license: string): string {
  return license.split('\n', 1)[0].replace(/ [^ ]+\.ttf: .*/, '');
}

function copyrightRecord({ weights, subsets }: GlyphFontList, folder: string, family: string): string {
  return openFontFile(folder, { family, subset: subsets[0], weight: weights[0] }).copyright;
}
