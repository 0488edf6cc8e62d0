/** What a data set that is not there would need: its files, the folders that were searched, and where it comes from. */
export interface MissingDataSet {
  readonly dataSet: string;
  /** Files or folders that were looked for. */
  readonly lookedFor: readonly string[];
  /** Folders in the order of the search. */
  readonly lookedIn: readonly string[];
  readonly howToGet: string;
}

/**
 * Thrown when a data set is not on this machine: says what was looked for, where, and how to get it.
 *
 * @example
 * import { MissingDataSetError } from '@disalign/core/node';
 * const missing = { dataSet: 'Letters', lookedFor: ['letters.bin'], lookedIn: ['/data'], howToGet: 'Write them.' };
 * new MissingDataSetError(missing).message; // Letters is not here: looked for letters.bin in /data. Write them.
 */
export class MissingDataSetError extends Error {
  override readonly name = 'MissingDataSetError';
  readonly missing: MissingDataSet;

  constructor(missing: MissingDataSet, options?: ErrorOptions) {
    const { dataSet, lookedFor, lookedIn, howToGet } = missing;
    super(`${dataSet} is not here: looked for ${lookedFor.join(', ')} in ${lookedIn.join(', ')}. ${howToGet}`, options);
    this.missing = missing;
  }
}
