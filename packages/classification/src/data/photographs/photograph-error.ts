import { FileFormatError } from '@disalign/core';
import type { PhotographRecord } from './photograph-record.js';
import type { FileProblem } from './render-file.js';

/** The error for a picture that cannot be read: it names what listed the picture, and the picture. */
export function photographError({ origin, path }: PhotographRecord, problem: FileProblem): FileFormatError {
  const place = origin === undefined ? { file: path, field: 'content' } : { file: origin, field: `picture ${path}` };
  return new FileFormatError({ ...place, ...problem });
}
