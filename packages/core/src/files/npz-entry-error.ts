import type { Entry } from 'yauzl';
import { FileFormatError } from './file-format-error.js';

/** The error for an entry of an npz archive that breaks a rule. */
export function npzEntryError(entry: Entry, file: string, expected: string, got: string): FileFormatError {
  return new FileFormatError({ file, field: `npz entry ${entry.fileName.slice(0, 80)}`, expected, got });
}
