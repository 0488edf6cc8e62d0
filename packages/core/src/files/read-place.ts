import { FileFormatError } from './file-format-error.js';
import type { FilePlace } from './file-place.js';
import { readAt } from './read-at.js';
import { withFile } from './with-file.js';

/** Reads bytes of a file that was opened before. @throws FileFormatError for a file that is no longer the one it was */
export async function readPlace({ path, offset, state }: FilePlace, length: number): Promise<Uint8Array> {
  return withFile(path, async (handle, now) => {
    if (now.size !== state.size || now.inode !== state.inode || now.changed !== state.changed) {
      throw new FileFormatError({
        file: path,
        field: 'file',
        expected: 'unchanged since it was opened',
        got: 'another',
      });
    }
    return readAt(handle, path, offset, length);
  });
}
