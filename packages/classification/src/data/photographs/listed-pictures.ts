import type { PhotographRecord } from './photograph-record.js';

/** Pictures on disk with their classes. */
export interface ListedPictures {
  /** [K] in class order. */
  readonly classNames: readonly string[];
  readonly pictures: readonly PhotographRecord[];
}
