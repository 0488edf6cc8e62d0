import type { PhotographPlace } from '@disalign/core/photographs';

/** A picture on disk. */
export interface PhotographRecord extends PhotographPlace {
  /** 0..K - 1 */
  readonly label: number;
}

/** The pictures of each split of a data set. */
export interface PhotographRecords {
  readonly train: readonly PhotographRecord[];
  readonly validation: readonly PhotographRecord[];
  readonly test: readonly PhotographRecord[];
}
