import { dirname } from 'node:path';
import { MissingDataSetError } from '@disalign/core/node';
import { access } from 'node:fs/promises';
import type { ImageDataSet } from '../image-data-set.js';
import { photographDataSet } from '../photographs/photograph-data-set.js';
import type { PhotographOptions } from '../photographs/photograph-options.js';
import { readImageLists, type ReadImageListsOptions } from './read-image-lists.js';

export interface ImageListsOptions extends PhotographOptions, Omit<ReadImageListsOptions, 'name'> {
  /** Default: the path of the training list. */
  readonly name?: string;
}

/**
 * Pictures that list files name: a `path label` on each line, relative to `root`, as most long-tailed benchmarks publish their splits.
 * Names of classes are taken from the folders. Decoded when they are read, in threads.
 *
 * @throws MissingDataSetError when a list is not there
 * @throws FileFormatError naming list and line: for a line that is not `path label`, a label out of range, a path that leaves `root` or
 * stands there twice, a picture that is not there; while reading, for one that cannot be decoded
 * @throws RangeError for options out of range, or when a class has no training picture
 *
 * @example
 * ```ts
 * import { imageLists, MissingDataSetError } from '@disalign/classification';
 * try {
 *   const data = await imageLists({ root: 'photos', lists: { train: 'photos/train.txt', test: 'photos/test.txt' } });
 *   console.log(data.trainCounts);
 * } catch (error) {
 *   if (!(error instanceof MissingDataSetError)) throw error;
 *   console.log(error.message); // what was looked for, where, and how to get it
 * }
 * ```
 */
export async function imageLists(options: ImageListsOptions): Promise<ImageDataSet> {
  const { name = options.lists.train, lists } = options;
  for (const list of [lists.train, lists.validation, lists.test]) {
    if (list === undefined || (await exists(list))) continue;
    throw new MissingDataSetError({
      dataSet: 'The list of images',
      lookedFor: [list],
      lookedIn: [dirname(list)],
      howToGet: 'Name another file in `lists`.',
    });
  }
  return photographDataSet(await readImageLists({ ...options, name }), options);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
