import { createRequire } from 'node:module';
import { join } from 'node:path';

/** What this tool reads of a font file. */
export interface FontFile {
  readonly path: string;
  /** Code points of the characters that the font maps to a glyph of its own. */
  readonly characterSet: readonly number[];
  /** The copyright record of its name table. */
  readonly copyright: string;
}

interface Fontkit {
  openSync(path: string): Omit<FontFile, 'path'>;
}

/** Opens one subset and weight of a family below `folder`, where the fonts were installed. */
export function openFontFile(
  folder: string,
  { family, subset, weight }: { family: string; subset: string; weight: number },
): FontFile {
  const fontkit = createRequire(join(folder, 'package.json'))('fontkit') as Fontkit;
  const name = `${family}-${subset}-${weight}-normal.woff2`;
  const path = join(folder, 'node_modules', '@fontsource', family, 'files', name);
  const { characterSet, copyright } = fontkit.openSync(path);
  return { path, characterSet, copyright };
}
