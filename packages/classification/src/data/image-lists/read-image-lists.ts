import { FileFormatError } from '@disalign/core';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ListedPhotographs } from '../photographs/photograph-data-set.js';
import type { PhotographRecord } from '../photographs/photograph-record.js';
import { nameClasses } from './name-classes.js';
import { parseImageList, type ListedImage } from './parse-image-list.js';

/** Lists of a data set, and where their pictures lie. */
export interface ReadImageListsOptions {
  readonly name: string;
  /** Folder that the paths of the lists are relative to. */
  readonly root: string;
  /** A list file for each split. A split that is not named is empty. */
  readonly lists: { readonly train: string; readonly validation?: string; readonly test?: string };
  /** K. Default: one more than the largest label of training. */
  readonly classes?: number;
  /** Told when splits share pictures. Default: console.warn. */
  readonly onWarning?: (message: string) => void;
}

/** Reads the lists of all splits. @throws FileFormatError as `parseImageList`; what the file system throws */
export async function readImageLists(options: ReadImageListsOptions): Promise<ListedPhotographs> {
  const { name, root, lists, onWarning = console.warn } = options;
  const read = async (file: string | undefined, classes?: number) =>
    file === undefined ? [] : parseImageList(await readFile(file, 'utf8'), { file, classes });
  const train = await read(lists.train, options.classes);
  if (train.length === 0) {
    throw new FileFormatError({ file: lists.train, field: 'list', expected: 'one of images', got: 'none' });
  }
  const classes = options.classes ?? train.reduce((most, { label }) => Math.max(most, label), 0) + 1;
  const splits = { train, validation: await read(lists.validation, classes), test: await read(lists.test, classes) };
  warnOfShared(splits, onWarning);
  const place = (images: readonly ListedImage[]) => placeImages(images, root);
  const { validation, test } = splits;
  return {
    name,
    classNames: nameClasses(train, classes),
    records: { train: place(train), validation: place(validation), test: place(test) },
  };
}

/** Listed images where they lie on the disk. */
export function placeImages(images: readonly ListedImage[], root: string): PhotographRecord[] {
  return images.map(({ path, label, origin }) => ({ path: join(root, path), label, origin }));
}

/** Published lists are taken as they are; but no score on shared pictures means what it seems to. */
function warnOfShared(
  splits: Readonly<Record<string, readonly ListedImage[]>>,
  onWarning: (message: string) => void,
): void {
  const origins = new Map<string, string>();
  const shared: string[] = [];
  for (const images of Object.values(splits)) {
    for (const { path, origin } of images) {
      const before = origins.get(path);
      if (before === undefined) origins.set(path, origin);
      else shared.push(`${origin} is ${before}`);
    }
  }
  if (shared.length === 0) return;
  onWarning(`readImageLists: splits should share no picture, got ${shared.length} that do: ${shared[0]}`);
}
