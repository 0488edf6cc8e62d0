import { MissingDataSetError } from '@disalign/core/node';
import { join } from 'node:path';
import type { ListedPictures } from '../photographs/listed-pictures.js';
import type { PhotographRecord } from '../photographs/photograph-record.js';
import { listClassImages } from './list-class-images.js';

/**
 * The pictures of a folder with one folder for each class (root/class/picture.jpg) and their labels, without reading any. Classes and
 * pictures are in the order of the UTF-16 codes of their names, as `imageFolder` and torchvision have them.
 *
 * @param classNames of another folder, where the labels are to be its. Default: those of this one
 * @throws MissingDataSetError when there are no class folders; RangeError when a class is none of `classNames`
 * @example
 * import { listImageFolder } from '@disalign/classification';
 * import { mkdir, writeFile } from 'node:fs/promises';
 * await mkdir('flowers/rose', { recursive: true });
 * await writeFile('flowers/rose/1.jpg', '');
 * (await listImageFolder('flowers')).pictures; // [{ path: 'flowers/rose/1.jpg', label: 0 }]
 */
export async function listImageFolder(root: string, classNames?: readonly string[]): Promise<ListedPictures> {
  const images = await listClassFolders(root);
  const names = classNames ?? [...images.keys()];
  return { classNames: names, pictures: recordsOf(root, images, names) };
}

/** Pictures by the name of their class. @throws MissingDataSetError when there is none */
export async function listClassFolders(folder: string): Promise<Map<string, string[]>> {
  const imagesOfClass = await listClassImages(folder);
  if (imagesOfClass.size > 0) return imagesOfClass;
  throw new MissingDataSetError({
    dataSet: 'The image folder',
    lookedFor: ['one sub-folder for each class'],
    lookedIn: [folder],
    howToGet: 'Put the pictures of each class into a folder named after it, or name another `root` or `splits`.',
  });
}

/** Pictures with their labels. @throws RangeError for a class that is none of the names */
export function recordsOf(
  folder: string,
  imagesOfClass: ReadonlyMap<string, readonly string[]>,
  classNames: readonly string[],
): PhotographRecord[] {
  return [...imagesOfClass].flatMap(([name, files]) => {
    const label = classNames.indexOf(name);
    if (label < 0) throw new RangeError(`imageFolder: classes of ${folder} must be those of training, got ${name}`);
    return files.map((file) => ({ path: join(folder, file), label }));
  });
}
