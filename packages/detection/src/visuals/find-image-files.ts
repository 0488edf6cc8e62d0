import fastGlob from 'fast-glob';
import { parse } from 'node:path';

/**
 * The pictures in a folder and those below it, by the id that their names are: `000000000139.jpg` is image 139, as in COCO and LVIS. Files
 * with other names are passed over.
 *
 * @returns paths by id
 * @example
 * import { findImageFiles } from '@disalign/detection';
 * const files = await findImageFiles('val2017');
 * files.get(139); // '/data/val2017/000000000139.jpg'
 */
export async function findImageFiles(folder: string): Promise<Map<number, string>> {
  const options = { cwd: folder, absolute: true, caseSensitiveMatch: false };
  const files = (await fastGlob('**/*.{jpg,jpeg,png,webp}', options)).sort();
  return new Map(
    files.filter((file) => /^\d{1,15}$/.test(parse(file).name)).map((file) => [Number(parse(file).name), file]),
  );
}
