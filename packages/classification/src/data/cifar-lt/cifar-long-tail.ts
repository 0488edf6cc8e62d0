import { FileFormatError } from '@disalign/core';
import { dataFolders } from '@disalign/core/node';
import { readFile } from 'node:fs/promises';
import { createLongTailDataSet, type LongTailOptions } from '../create-long-tail-data-set.js';
import { findDataFiles } from '../find-data-files.js';
import type { ImageDataSet } from '../image-data-set.js';
import { cifarSide, readCifarFiles } from './read-cifar-files.js';

export interface CifarLongTailOptions extends LongTailOptions {
  readonly classes: 10 | 100;
  /** Where the files of the binary version lie. Default: `cifar-10-batches-bin` or `cifar-100-binary` in `$DISALIGN_DATA`, or in `data`. */
  readonly folder?: string;
}

// File names of the two archives' binary versions, as they unpack.
const archives = {
  10: {
    folder: 'cifar-10-batches-bin',
    names: 'batches.meta.txt',
    train: [1, 2, 3, 4, 5].map((batch) => `data_batch_${batch}.bin`),
    test: 'test_batch.bin',
    labelBytes: 1,
    perClass: { train: 5000, test: 1000 },
  },
  100: {
    folder: 'cifar-100-binary',
    names: 'fine_label_names.txt',
    train: ['train.bin'],
    test: 'test.bin',
    labelBytes: 2,
    perClass: { train: 500, test: 100 },
  },
};

/**
 * CIFAR-10-LT or CIFAR-100-LT: CIFAR (Krizhevsky 2009) cut down to an exponential long tail; colour, 32 x 32.
 *
 * Class i keeps floor(n_0 imbalance^(-i / (K - 1))), in the order of the labels, as published by Cao et al. 2019; which images stay
 * depends on `seed` and is not their choice. `validationPerClass` is 0 by default: n_0 is 5,000 (500) as published, and the validation
 * split is empty. Otherwise that many images of each class are set aside first, and n_0 is that much smaller. The test
 * set is the original one, 10,000 images. CIFAR-100 has its fine labels. All is read into memory (185 MB).
 *
 * @throws MissingDataSetError when the files are not here
 * @throws FileFormatError when a file is not what its name says, or holds other numbers of images than published
 * @throws RangeError when an option is out of range
 *
 * @example
 * ```ts
 * import { cifarLongTail, MissingDataSetError } from '@disalign/classification';
 * try {
 *   const data = await cifarLongTail({ classes: 10, seed: 0, imbalance: 100 });
 *   console.log(data.trainCounts);
 * } catch (error) {
 *   if (!(error instanceof MissingDataSetError)) throw error;
 *   console.log(error.message); // what was looked for, where, and how to get it
 * }
 * ```
 */
export async function cifarLongTail({ classes, folder, ...options }: CifarLongTailOptions): Promise<ImageDataSet> {
  const archive = archives[classes];
  if (archive === undefined)
    throw new RangeError(`cifarLongTail: \`classes\` must be 10 or 100, got ${String(classes)}`);
  const missing = {
    dataSet: `CIFAR-${classes}`,
    lookedFor: [archive.names, archive.test, ...archive.train],
    lookedIn: dataFolders(folder, archive.folder),
    howToGet:
      `Unpack the binary version from https://www.cs.toronto.edu/~kriz/cifar.html into $DISALIGN_DATA, ` +
      `or name the folder in \`folder\`.`,
  };
  const [namesFile, testFile, ...trainFiles] = await findDataFiles(missing);
  const records = { labelBytes: archive.labelBytes, classes };
  return createLongTailDataSet(
    {
      name: `CIFAR-${classes}-LT`,
      classNames: await readNames(namesFile, classes),
      height: cifarSide,
      width: cifarSide,
      channels: 3,
      train: await readCifarFiles(trainFiles, records),
      test: await readCifarFiles([testFile], records),
      perClass: archive.perClass,
    },
    options,
  );
}

async function readNames(path: string, classes: number): Promise<string[]> {
  const text = await readFile(path, 'utf8');
  const names = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (names.length !== classes) {
    throw new FileFormatError({ file: path, field: 'names', expected: `${classes} lines`, got: `${names.length}` });
  }
  return names;
}
