import { openFontFile } from './open-font-file.js';

/** One weight of a family, cut into subset files. */
export interface FontFamily {
  /** @throws RangeError when no subset maps the character: a canvas would silently draw it from another font */
  fileWith(character: string): string;
}

/** Opens the subset files of one family and weight below `folder`, where the fonts were installed. */
export function openFontFamily(
  folder: string,
  { family, weight, subsets }: { family: string; weight: number; subsets: readonly string[] },
): FontFamily {
  const files = subsets.map((subset) => {
    const { path, characterSet } = openFontFile(folder, { family, subset, weight });
    return { path, codePoints: new Set(characterSet) };
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
  return { fileWith };
}
