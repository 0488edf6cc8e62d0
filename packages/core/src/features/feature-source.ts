import type { FilePlace } from '../files/file-place.js';

// N rows (samples, pixels or regions), D features, K classes.

/** Rows of a data set as a frozen network sees them: features, its logits, and the true class of each row. */
export interface FeatureBatch {
  readonly rows: number;
  /** [rows, D], row-major float32. */
  readonly features: Float32Array;
  /** [rows, K], row-major float32: scores before softmax. */
  readonly logits: Float32Array;
  /** [rows], class indices; negative values mark rows to be ignored. */
  readonly labels: Int32Array;
}

/** Half-open range of global row indices. */
export interface RowRange {
  readonly start: number;
  readonly end: number;
}

/** Rows that lie in files as they are read: float32, little-endian, one row after the other. */
export interface RowsInFiles {
  readonly rows: number;
  /** Where the features of the first row begin. */
  readonly features: FilePlace;
  readonly logits: FilePlace;
}

/**
 * A labelled data set of features and logits, read by row range. Where the rows lie (memory, shards on disk,
 * a model that computes them) never changes a result: everything that walks a source addresses global rows.
 *
 * `views` > 1 means that each row was computed from several augmented views of the same sample.
 */
export interface FeatureSource {
  readonly rows: number;
  readonly featureSize: number;
  readonly classes: number;
  readonly views: number;
  /** All labels in row order. @throws what reading them throws */
  labels(): Promise<Int32Array>;
  /** Rows `range` of view `view` (default 0). The caller owns the arrays. @throws RangeError outside [0, rows) or [0, views) */
  read(range: RowRange, view?: number): Promise<FeatureBatch>;
  /**
   * Where those rows lie in files, in their order, so that another thread can read them; null if they do not lie there as
   * they are read. Left out: never.
   */
  locate?(range: RowRange, view?: number): readonly RowsInFiles[] | null;
}
