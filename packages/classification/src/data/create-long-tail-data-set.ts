import { createRandom, FileFormatError } from '@disalign/core';
import { createImageSplit } from './create-image-split.js';
import type { ImageDataSet, ImageShape } from './image-data-set.js';
import { exponentialCounts } from './long-tail-counts/exponential-counts.js';

/** How a balanced data set is cut down to a long tail. */
export interface LongTailOptions {
  /** Chooses which images stay. */
  readonly seed: number;
  /** Images of the first class for one of the last. Default 100. */
  readonly imbalance?: number;
  /** Training images of each class that are set aside for validation, before the long tail is cut from the others. */
  readonly validationPerClass?: number;
  /** Takes files that hold other numbers of images than those published. Default false. */
  readonly subset?: boolean;
}

/** A balanced data set in its files. */
export interface BalancedImages extends ImageShape {
  readonly name: string;
  readonly classNames: readonly string[];
  readonly train: LabelledImages;
  readonly test: LabelledImages;
  /** Images of each class, as published. */
  readonly perClass: { readonly train: number; readonly test: number };
}

/** Labelled images as a file holds them. */
export interface LabelledImages {
  /** Name of the file, or of all files, for errors. */
  readonly file: string;
  /** Classes in 0..K - 1, checked by who read them. */
  readonly labels: Uint8Array;
  /** Bytes [height, width, channels] of one image. */
  readImage(row: number): Uint8Array;
}

/**
 * Cuts a balanced data set down to a long tail, in the order of its labels; the test set stays whole.
 *
 * Of each class the first `validationPerClass` images of a seeded shuffle are the validation set, the next n_i the training set,
 * `n_i = floor(n_0 imbalance^(-i / (K - 1)))`, n_0 being all that remain of the first class. So the two never overlap,
 * and the validation set does not depend on the imbalance.
 *
 * @throws FileFormatError when classes hold other numbers of images than published; of a subset, when those of training are empty or
 * differ in size (the file is cut or another)
 * @throws RangeError when nothing is left to train on, or an option is out of range
 */
export function createLongTailDataSet(
  source: BalancedImages,
  { seed, imbalance = 100, validationPerClass = 0, subset = false }: LongTailOptions,
): ImageDataSet {
  const { name, classNames, height, width, channels, train, test } = source;
  const rowsOfClass = groupRows(train.labels, classNames.length);
  const perClass = balancedSize(rowsOfClass, train.file);
  if (!subset) checkPublished(source);
  if (!Number.isInteger(validationPerClass) || validationPerClass < 0 || validationPerClass >= perClass) {
    throw new RangeError(
      `createLongTailDataSet: \`validationPerClass\` must be an integer in 0..${perClass - 1}, got ${validationPerClass}`,
    );
  }

  const trainCounts = exponentialCounts({ classes: classNames.length, max: perClass - validationPerClass, imbalance });
  const shuffled = rowsOfClass.map((rows, label) => createRandom(seed, label).shuffle(rows));
  const validationRows = shuffled.flatMap((rows) => rows.slice(0, validationPerClass));
  const trainRows = shuffled.flatMap((rows, label) =>
    rows.slice(validationPerClass, validationPerClass + trainCounts[label]),
  );

  const split = (images: LabelledImages, rows: readonly number[]) =>
    createImageSplit(
      Int32Array.from(rows, (row) => images.labels[row]),
      { height, width, channels },
      (position) => images.readImage(rows[position]),
    );
  return {
    name,
    classNames,
    height,
    width,
    channels,
    trainCounts,
    splits: {
      train: split(train, trainRows),
      validation: split(train, validationRows),
      test: split(test, Array.from(test.labels.keys())),
    },
  };
}

function groupRows(labels: Uint8Array, classes: number): number[][] {
  const rowsOfClass = Array.from({ length: classes }, (): number[] => []);
  labels.forEach((label, row) => rowsOfClass[label].push(row));
  return rowsOfClass;
}

function checkPublished({ name, classNames, perClass, ...splits }: BalancedImages): void {
  for (const split of ['train', 'test'] as const) {
    const { file, labels } = splits[split];
    const sizes = groupRows(labels, classNames.length).map((rows) => rows.length);
    const wrong = sizes.findIndex((size) => size !== perClass[split]);
    if (wrong < 0) continue;
    const expected = `${perClass[split]} of class ${wrong}, as published of ${name}, unless it is a \`subset\``;
    throw new FileFormatError({ file, field: 'labels', expected, got: `${sizes[wrong]}` });
  }
}

function balancedSize(rowsOfClass: readonly number[][], file: string): number {
  const sizes = rowsOfClass.map((rows) => rows.length);
  if (sizes[0] === 0 || sizes.some((size) => size !== sizes[0])) {
    throw new FileFormatError({
      file,
      field: 'labels',
      expected: 'equally many of each class, and some',
      got: `${Math.min(...sizes)} to ${Math.max(...sizes)}`,
    });
  }
  return sizes[0];
}
