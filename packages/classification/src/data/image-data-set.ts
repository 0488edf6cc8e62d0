import type { ImageShape, PhotographAugmentation } from '@disalign/core/photographs';

export type { ImageShape };

/** Rows of a split: an explicit list, or a half-open range. */
export type RowSelection = ArrayLike<number> | { readonly start: number; readonly end: number };

/** Which views of images are read. */
export interface ImageView {
  readonly augmentation: PhotographAugmentation;
  /** Safe integers, such as seed and epoch, or seed and number of the view. With the row, they alone decide what is drawn. */
  readonly seedParts: readonly number[];
}

/** The images of one split, decoded or drawn when they are read. Rows keep their number: row i has label `labels[i]`. */
export interface ImageSplit {
  /** How many images. A split that the data set lacks has none. */
  readonly count: number;
  /** The class of each row [count]. */
  readonly labels: Int32Array;
  /**
   * Bytes [n, height, width, channels] of the selected rows in the order asked for; all rows without a selection. Without a view
   * in the form of evaluation, otherwise another view of each.
   * Nothing is kept between calls: keep the result where several passes need it.
   *
   * @throws RangeError when a row is not an integer in 0..count - 1; FileFormatError when a picture cannot be read
   */
  read(rows?: RowSelection, view?: ImageView): Promise<Uint8Array>;
}

/** An image that a data set left out, because it cannot be read. */
export interface SkippedImage {
  readonly split: 'train' | 'validation' | 'test';
  /** What names it: file and line of a list, the entry of a JSON file, or the path of the picture. */
  readonly origin: string;
  readonly path: string;
  /** What was found instead of a picture. */
  readonly reason: string;
}

/** A labelled image data set: the one form in which every loader of this package hands out its data. */
export interface ImageDataSet extends ImageShape {
  readonly name: string;
  /** Names in class order [K]. */
  readonly classNames: readonly string[];
  /** Training images of each class [K], those that are left out not counted. */
  readonly trainCounts: readonly number[];
  readonly splits: {
    readonly train: ImageSplit;
    readonly validation: ImageSplit;
    readonly test: ImageSplit;
  };
  /** Images that were left out on request. Without it there are none. */
  readonly skipped?: readonly SkippedImage[];
}
