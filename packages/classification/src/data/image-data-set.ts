/** Rows of a split: an explicit list, or a half-open range. */
export type RowSelection = ArrayLike<number> | { readonly start: number; readonly end: number };

/** Side lengths of one image, and its channels (1 grey, 3 red-green-blue). */
export interface ImageShape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** The images of one split, decoded or drawn when they are read. Rows keep their number: row i has label `labels[i]`. */
export interface ImageSplit {
  /** How many images. A split that the data set lacks has none. */
  readonly count: number;
  /** The class of each row [count]. */
  readonly labels: Int32Array;
  /**
   * Bytes [n, height, width, channels] of the selected rows in the order asked for; all rows without a selection.
   * Nothing is kept between calls: keep the result where several passes need it.
   *
   * @throws RangeError when a row is not an integer in 0..count - 1
   */
  read(rows?: RowSelection): Promise<Uint8Array>;
}

/** A labelled image data set: the one form in which every loader of this package hands out its data. */
export interface ImageDataSet extends ImageShape {
  readonly name: string;
  /** Names in class order [K]. */
  readonly classNames: readonly string[];
  /** Training images of each class [K]. */
  readonly trainCounts: readonly number[];
  readonly splits: {
    readonly train: ImageSplit;
    readonly validation: ImageSplit;
    readonly test: ImageSplit;
  };
}
