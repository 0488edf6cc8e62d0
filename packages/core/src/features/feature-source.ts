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

/** A function that a module exports, and that makes a source, or a promise of one, of `options`. */
export interface SourceModule {
  /** Like `import.meta.url`. */
  readonly url: string;
  /** Of the function. */
  readonly name: string;
  /** Plain data, as JSON has it. */
  readonly options: unknown;
}

/** Rows of a source that another thread can make too. */
export interface RowsOfModule {
  readonly rows: number;
  readonly module: SourceModule;
  readonly range: RowRange;
  readonly view: number;
}

/** Arrays that rows can be written to: features [rows, D] and logits [rows, K]. */
export type RowTarget = Pick<FeatureBatch, 'features' | 'logits'>;

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
  /**
   * Rows `range` of view `view` (default 0). The caller owns the arrays: new ones, or those of `into`, which a source may fill in
   * their place.
   *
   * @throws RangeError outside [0, rows) or [0, views)
   */
  read(range: RowRange, view?: number, into?: RowTarget): Promise<FeatureBatch>;
  /**
   * Where another thread finds those rows, in their order: in files, as they lie there, or by a module that makes the same source
   * again, so that a fit in Node computes while they are made. null, or left out: nowhere.
   */
  locate?(range: RowRange, view?: number): readonly (RowsInFiles | RowsOfModule)[] | null;
}
