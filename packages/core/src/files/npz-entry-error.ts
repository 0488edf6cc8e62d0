import type { Entry } from 'yauzl';
import type { FileFormatError } from './file-format-error.js';
import { zipEntryError } from './walk-zip-archive.js';

/** The error for an entry of an npz archive that breaks a rule. */
export function npzEntryError(entry: Entry, file: string, expected: string, got: string): FileFormatError {
  return zipEntryError(entry, { file, kind: 'npz' }, expected, got);
}
