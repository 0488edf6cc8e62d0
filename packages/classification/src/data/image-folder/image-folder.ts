import { MissingDataSetError } from '@disalign/core/node';
import { join } from 'node:path';
import { createImageSplit } from '../create-image-split.js';
import type { ImageDataSet, ImageSplit } from '../image-data-set.js';
import { decodeImage, type DecodeOptions } from './decode-image.js';
import { listClassImages } from './list-class-images.js';

/** Where the images are, and what they are made into. */
export interface ImageFolderOptions {
  /** Folder whose sub-folders are the classes; with `splits`, the folder that holds the splits. */
  readonly root: string;
  readonly height: number;
  readonly width: number;
  /** 1 grey, 3 red-green-blue. Default 3. */
  readonly channels?: 1 | 3;
  /** Centre of each picture that is kept: 0.875 is the usual 224 of 256. Default 1, the largest centre crop of that shape. */
  readonly cropFraction?: number;
  /** Sub-folders of `root` for each split. Without it all pictures are training data. */
  readonly splits?: { readonly train: string; readonly validation?: string; readonly test?: string };
}

/**
 * Pictures in one folder for each class (root/class/picture.jpg), decoded when they are read.
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
 *   const data = await imageFolder({ root: 'flowers', height: 224, width: 224, cropFraction: 0.875 });
 *   console.log(data.trainCounts);
 * } catch (error) {
 *   if (!(error instanceof MissingDataSetError)) throw error;
 *   console.log(error.message); // what was looked for, where, and how to get it
 * }
 * ```
 */
export async function imageFolder(options: ImageFolderOptions): Promise<ImageDataSet> {
  const { root, height, width, channels = 3, cropFraction = 1, splits = { train: '.' } } = options;
  checkOptions({ height, width, cropFraction });
  const trainFolder = join(root, splits.train);
  const trainImages = await listImages(trainFolder);
  const classNames = [...trainImages.keys()];
  const form = { classNames, decode: { height, width, channels, cropFraction } };
  const otherSplit = async (name: string | undefined): Promise<ImageSplit> => {
    if (name === undefined) return createSplit('', new Map(), form);
    const folder = join(root, name);
    return createSplit(folder, await listImages(folder), form);
  };
  return {
    name: root,
    classNames,
    height,
    width,
    channels,
    trainCounts: countImages(trainFolder, trainImages),
    splits: {
      train: createSplit(trainFolder, trainImages, form),
      validation: await otherSplit(splits.validation),
      test: await otherSplit(splits.test),
    },
  };
}

function checkOptions({ height, width, cropFraction }: Omit<DecodeOptions, 'channels'>): void {
  if (!Number.isSafeInteger(height) || !Number.isSafeInteger(width) || height < 1 || width < 1) {
    throw new RangeError(`imageFolder: \`height\` and \`width\` must be positive integers, got ${height} and ${width}`);
  }
  if (!(cropFraction > 0 && cropFraction <= 1)) {
    throw new RangeError(`imageFolder: \`cropFraction\` must be in (0, 1], got ${cropFraction}`);
  }
}

async function listImages(folder: string): Promise<Map<string, string[]>> {
  const imagesOfClass = await listClassImages(folder);
  if (imagesOfClass.size > 0) return imagesOfClass;
  throw new MissingDataSetError({
    dataSet: 'The image folder',
    lookedFor: ['one sub-folder for each class'],
    lookedIn: [folder],
    howToGet: 'Put the pictures of each class into a folder named after it, or name another `root` or `splits`.',
  });
}

function countImages(folder: string, imagesOfClass: ReadonlyMap<string, readonly string[]>): number[] {
  return [...imagesOfClass].map(([name, files]) => {
    if (files.length > 0) return files.length;
    throw new RangeError(
      `imageFolder: a class folder of training must hold a picture, got none in ${join(folder, name)}`,
    );
  });
}

function createSplit(
  folder: string,
  imagesOfClass: ReadonlyMap<string, readonly string[]>,
  { classNames, decode }: { classNames: readonly string[]; decode: DecodeOptions },
): ImageSplit {
  const paths: string[] = [];
  const labels: number[] = [];
  for (const [name, files] of imagesOfClass) {
    const label = classNames.indexOf(name);
    if (label < 0) throw new RangeError(`imageFolder: classes of ${folder} must be those of training, got ${name}`);
    for (const file of files) {
      paths.push(join(folder, file));
      labels.push(label);
    }
  }
  const imageBytes = decode.height * decode.width * decode.channels;
  return createImageSplit(Int32Array.from(labels), imageBytes, (row) => decodeImage(paths[row], decode));
}
