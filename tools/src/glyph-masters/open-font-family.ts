import { createRequire } from 'node:module';
import { join } from 'node:path';

/** One weight of a family: which of its subset files maps a character. */
export interface FontFamily {
  readonly family: string;
  readonly weight: number;
  /** @throws RangeError when no subset maps the character: a canvas would silently draw it from another font */
  fileWith(character: string): string;
}

interface Fontkit {
  openSync(path: string): { readonly characterSet: readonly number[] };
}

/** Opens the subset files of one family and weight below `folder`, where the fonts were installed. */
export function openFontFamily(
  folder: string,
  { family, weight, subsets }: { family: string; weight: number; subsets: readonly string[] },
): FontFamily {
  const fontkit = createRequire(join(folder, 'package.json'))('fontkit') as Fontkit;
  const files = subsets.map((subset) => {
    const name = `${family}-${subset}-${weight}-normal.woff2`;
    const path = join(folder, 'node_modules', '@fontsource', family, 'files', name);
    return { path, codePoints: new Set(fontkit.openSync(path).characterSet) };
  });
  const fileWith = (character: string): string => {
    const codePoint = character.codePointAt(0);
    const file = files.find(({ codePoints }) => codePoint !== undefined && codePoints.has(codePoint));
    if (file === undefined) {
      throw new RangeError(
        `openFontFamily: \`character\` must be mapped by ${family} ${weight} (${subsets.join(', ')}), got ${character}`,
      );
    }
    return file.path;
  };
  return { family, weight, fileWith };
}
