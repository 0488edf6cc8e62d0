import { FileFormatError } from '@disalign/core';
import { dataFolders } from '@disalign/core/node';
import { checkImageLabels } from '../check-image-labels.js';
import { createLongTailDataSet, type LabelledImages, type LongTailOptions } from '../create-long-tail-data-set.js';
import { findDataFiles } from '../find-data-files.js';
import type { ImageDataSet } from '../image-data-set.js';
import { readIdxFile } from './read-idx-file.js';

export interface FashionMnistLongTailOptions extends LongTailOptions {
  /** Where the four IDX files lie. Default: `fashion-mnist` in `$DISALIGN_DATA`, or in `data`; then Debian's /usr/share/datasets. */
  readonly folder?: string;
}

const side = 28;

const classNames = [
  'T-shirt/top',
  'Trouser',
  'Pullover',
  'Dress',
  'Coat',
  'Sandal',
  'Shirt',
  'Sneaker',
  'Bag',
  'Ankle boot',
];

const fileNames = [
  'train-images-idx3-ubyte',
  'train-labels-idx1-ubyte',
  't10k-images-idx3-ubyte',
  't10k-labels-idx1-ubyte',
];

/**
 * Fashion-MNIST (Xiao et al. 2017) cut down to an exponential long tail; grey, 28 x 28, 10 classes.
 *
 * 100 images of each class are set aside for validation; of the other 5,900 class i keeps floor(5900 imbalance^(-i / 9)), in the
 * order of the labels: 14,639 at imbalance 100. The test set is the original one, 10,000 images. All is read into memory (55 MB).
 *
 * @throws MissingDataSetError when the files are not here
 * @throws FileFormatError when a file is not what its name says, or holds other numbers of images than published
 * @throws RangeError when an option is out of range
 *
 * @example
 * ```ts
 * import { fashionMnistLongTail, MissingDataSetError } from '@disalign/classification';
 * try {
 *   const data = await fashionMnistLongTail({ seed: 1, imbalance: 100 });
 *   console.log(data.trainCounts);
 * } catch (error) {
 *   if (!(error instanceof MissingDataSetError)) throw error;
 *   console.log(error.message); // what was looked for, where, and how to get it
 * }
 * ```
 */
export async function fashionMnistLongTail({
  folder,
  validationPerClass = 100,
  ...options
}: FashionMnistLongTailOptions): Promise<ImageDataSet> {
  const missing = {
    dataSet: 'Fashion-MNIST',
    lookedFor: fileNames,
    lookedIn: dataFolders(folder, 'fashion-mnist', ['/usr/share/datasets/fashion-mnist']),
    howToGet:
      'Install the Debian package dataset-fashion-mnist, or put the files (or their .gz) from ' +
      'https://github.com/zalandoresearch/fashion-mnist into $DISALIGN_DATA/fashion-mnist.',
  };
  const paths = await findDataFiles(missing, ['', '.gz']);
  return createLongTailDataSet(
    {
      name: 'Fashion-MNIST-LT',
      classNames,
      height: side,
      width: side,
      channels: 1,
      train: await readImages(paths[0], paths[1]),
      test: await readImages(paths[2], paths[3]),
      perClass: { train: 6000, test: 1000 },
    },
    { ...options, validationPerClass },
  );
}

async function readImages(imageFile: string, labelFile: string): Promise<LabelledImages> {
  const images = await readIdxFile(imageFile, { axes: 3 });
  const labels = await readIdxFile(labelFile, { axes: 1 });
  const expected = [labels.shape[0], side, side].join(' x ');
  const got = images.shape.join(' x ');
  if (got !== expected) throw new FileFormatError({ file: imageFile, field: 'shape', expected, got });
  checkImageLabels(labels.data, { file: labelFile, classes: classNames.length });
  const imageBytes = side * side;
  return {
    file: labelFile,
    labels: labels.data,
    readImage: (row) => images.data.subarray(row * imageBytes, (row + 1) * imageBytes),
  };
}
