import { FileFormatError } from '@disalign/core';
import { dataFolders, MissingDataSetError } from '@disalign/core/node';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { readLabelPng } from '../labels/read-label-png.js';
import { pairFiles, type FilePair } from './pair-files.js';
import type { ObjectInfoOptions } from './parse-object-info.js';
import { readObjectInfo } from './read-object-info.js';
import { readRgbImage } from './read-rgb-image.js';
import type { SegmentationDataSet, SegmentationSplit } from './segmentation-data-set.js';

/** Where the folder is. */
export interface Ade20kFolderOptions extends ObjectInfoOptions {
  /** Default: `ADEChallengeData2016` in `$DISALIGN_DATA`, or in `data` where that is not set. */
  readonly root?: string;
  /** How the names of the pictures end, without the dot. Default `jpg`. */
  readonly imageEnding?: 'jpg' | 'png';
}

const objectInfoFile = 'objectInfo150.txt';

/**
 * ADE20K's scene parsing benchmark in its own layout, the folder that ADEChallengeData2016.zip unpacks to:
 * `images/{training,validation}/*.jpg`, `annotations/{training,validation}/*.png` and `objectInfo150.txt`. Any other data set in
 * that layout will do. Nothing is decoded before it is read; a split whose two folders are empty or absent has no images.
 *
 * @throws MissingDataSetError when there is no such folder
 * @throws FileFormatError naming the file where an image has no annotation or the reverse, or the table of classes is broken
 * @example
 * import { ade20kFolder, MissingDataSetError } from '@disalign/segmentation';
 * try {
 *   const { splits } = await ade20kFolder();
 *   const { image, labels } = await splits.validation.read(0);
 * } catch (error) {
 *   if (!(error instanceof MissingDataSetError)) throw error;
 *   console.log(error.message); // what was looked for, where, and how to get it
 * }
 */
export async function ade20kFolder({
  root: named,
  classes = 150,
  imageEnding = 'jpg',
}: Ade20kFolderOptions = {}): Promise<SegmentationDataSet> {
  const [root] = dataFolders(named, 'ADEChallengeData2016');
  const [training, validation] = await Promise.all(
    ['training', 'validation'].map((split) => pairSplit(root, split, imageEnding)),
  );
  const table = join(root, objectInfoFile);
  if (training.length + validation.length === 0 || !(await exists(table))) {
    throw new MissingDataSetError({
      dataSet: 'ADE20K',
      lookedFor: [
        objectInfoFile,
        `images/{training,validation}/*.${imageEnding}`,
        'annotations/{training,validation}/*.png',
      ],
      lookedIn: [root],
      howToGet: 'Unpack ADEChallengeData2016.zip from http://sceneparsing.csail.mit.edu, or name another `root`.',
    });
  }
  return {
    name: root,
    classes: await readObjectInfo(table, { classes }),
    splits: { training: createSplit(training, classes), validation: createSplit(validation, classes) },
  };
}

async function pairSplit(root: string, split: string, imageEnding: string): Promise<FilePair[]> {
  return pairFiles({
    first: { folder: join(root, 'images', split), ending: imageEnding },
    second: { folder: join(root, 'annotations', split), ending: 'png' },
  });
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function createSplit(pairs: readonly FilePair[], classes: number): SegmentationSplit {
  const pairAt = (row: number): FilePair => {
    if (Number.isInteger(row) && row >= 0 && row < pairs.length) return pairs[row];
    throw new RangeError(`ade20kFolder: \`row\` must be an integer in 0..${pairs.length - 1}, got ${row}`);
  };
  return {
    count: pairs.length,
    names: pairs.map(({ name }) => name),
    async read(row) {
      const { name, first, second } = pairAt(row);
      const [image, labels] = await Promise.all([readRgbImage(first), readLabelPng(second, { classes })]);
      if (image.height === labels.height && image.width === labels.width) return { name, image, labels };
      throw new FileFormatError({
        file: second,
        field: 'size',
        expected: `${image.width} x ${image.height}, that of its image`,
        got: `${labels.width} x ${labels.height}`,
      });
    },
    readLabels: async (row) => readLabelPng(pairAt(row).second, { classes }),
  };
}
