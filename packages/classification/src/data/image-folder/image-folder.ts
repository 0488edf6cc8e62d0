import { join } from 'node:path';
import type { ImageDataSet } from '../image-data-set.js';
import { photographDataSet } from '../photographs/photograph-data-set.js';
import type { PhotographOptions } from '../photographs/photograph-options.js';
import type { PhotographRecord } from '../photographs/photograph-record.js';
import { listClassFolders, recordsOf } from './list-image-folder.js';

/** Where the images are, and what they are made into. */
export interface ImageFolderOptions extends PhotographOptions {
  /** Folder whose sub-folders are the classes; with `splits`, the folder that holds the splits. */
  readonly root: string;
  /** Sub-folders of `root` for each split. Without it all pictures are training data. */
  readonly splits?: { readonly train: string; readonly validation?: string; readonly test?: string };
}

/**
 * Pictures in one folder for each class (root/class/picture.jpg), decoded when they are read, in threads.
 *
 * Classes are the sub-folders of the training folder, sorted by the UTF-16 codes of their names. A split that is not named is empty.
 *
 * @throws MissingDataSetError when a folder holds no class folders
 * @throws RangeError when a training class holds no picture, another split has a class of its own, or an option is out of range
 * @throws FileFormatError while reading, when a picture cannot be decoded; it names the file
 *
 * @example
 * ```ts
 * import { imageFolder, MissingDataSetError } from '@disalign/classification';
 * try {
 *   const data = await imageFolder({ root: 'flowers' });
 *   console.log(data.trainCounts);
 * } catch (error) {
 *   if (!(error instanceof MissingDataSetError)) throw error;
 *   console.log(error.message); // what was looked for, where, and how to get it
 * }
 * ```
 */
export async function imageFolder(options: ImageFolderOptions): Promise<ImageDataSet> {
  const { root, splits = { train: '.' } } = options;
  const trainFolder = join(root, splits.train);
  const trainImages = await listClassFolders(trainFolder);
  checkTraining(trainFolder, trainImages);
  const classNames = [...trainImages.keys()];
  const otherSplit = async (name: string | undefined): Promise<PhotographRecord[]> => {
    if (name === undefined) return [];
    const folder = join(root, name);
    return recordsOf(folder, await listClassFolders(folder), classNames);
  };
  const records = {
    train: recordsOf(trainFolder, trainImages, classNames),
    validation: await otherSplit(splits.validation),
    test: await otherSplit(splits.test),
  };
  return photographDataSet({ name: root, classNames, records }, options);
}

function checkTraining(folder: string, imagesOfClass: ReadonlyMap<string, readonly string[]>): void {
  for (const [name, files] of imagesOfClass) {
    if (files.length > 0) continue;
    throw new RangeError(
      `imageFolder: a class folder of training must hold a picture, got none in ${join(folder, name)}`,
    );
  }
}
