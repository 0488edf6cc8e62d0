/** A picture on disk. */
export interface PhotographRecord {
  readonly path: string;
  /** 0..K - 1 */
  readonly label: number;
  /** What names it in errors: file and line of a list, or the entry of a JSON file. Left out: its path. */
  readonly origin?: string;
}

/** The pictures of each split of a data set. */
export interface PhotographRecords {
  readonly train: readonly PhotographRecord[];
  readonly validation: readonly PhotographRecord[];
  readonly test: readonly PhotographRecord[];
}
