import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FileFormatError } from '@disalign/core';
import type { ListedPictures } from '../photographs/listed-pictures.js';
import { nameClasses } from './name-classes.js';
import { parseImageList } from './parse-image-list.js';
import { placeImages } from './read-image-lists.js';

/** Where the pictures of a list are. */
export interface ListImagesOptions {
  /** Folder that its paths are relative to. Default: that of the list. */
  readonly root?: string;
  /** K. Default: one more than the largest label. */
  readonly classes?: number;
}

/**
 * The pictures of a list file, a `path label` on each line, without reading any; errors about one will name its line.
 *
 * @throws FileFormatError naming the line, see `imageLists`; what the file system throws
 * @example
 * import { listImages } from '@disalign/classification';
 * import { writeFile } from 'node:fs/promises';
 * await writeFile('train.txt', 'cats/1.jpg 0\ndogs/1.jpg 1\n');
 * (await listImages('train.txt')).classNames; // ['cats', 'dogs']
 */
export async function listImages(file: string, options: ListImagesOptions = {}): Promise<ListedPictures> {
  const images = parseImageList(await readFile(file, 'utf8'), { file, classes: options.classes });
  if (images.length === 0) throw new FileFormatError({ file, field: 'list', expected: 'one of images', got: 'none' });
  const classes = options.classes ?? images.reduce((most, { label }) => Math.max(most, label), 0) + 1;
  return { classNames: nameClasses(images, classes), pictures: placeImages(images, options.root ?? dirname(file)) };
}
