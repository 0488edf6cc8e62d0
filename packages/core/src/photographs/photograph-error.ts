import { FileFormatError } from '../files/file-format-error.js';
import type { FileProblem } from './render-file.js';

/** Where a picture lies, and what names it in errors. */
export interface PhotographPlace {
  readonly path: string;
  /** What listed it: file and line of a list, or the entry of a JSON file. Left out: its path. */
  readonly origin?: string;
}

/**
 * The error for a picture that cannot be read: it names what listed the picture, and the picture.
 *
 * @example
 * import { photographError } from '@disalign/core/photographs';
 * const problem = { expected: 'a picture', got: 'a file of 0 bytes' };
 * photographError({ path: 'a.jpg', origin: 'train.txt:7' }, problem).message; // train.txt:7: picture a.jpg must be a picture, got ...
 */
export function photographError({ origin, path }: PhotographPlace, problem: FileProblem): FileFormatError {
  const place = origin === undefined ? { file: path, field: 'content' } : { file: origin, field: `picture ${path}` };
  return new FileFormatError({ ...place, ...problem });
}
