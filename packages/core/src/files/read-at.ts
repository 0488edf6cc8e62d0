import type { FileHandle } from 'node:fs/promises';
import { FileFormatError } from './file-format-error.js';

/** One read takes at most 2^31 - 1 bytes, and may give fewer than it was asked for. */
const maxReadBytes = 2 ** 30;

/** Reads exactly `length` bytes. @throws FileFormatError when the file ends before */
export async function readAt(handle: FileHandle, path: string, position: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length;) {
    const wanted = Math.min(length - done, maxReadBytes);
    const { bytesRead } = await handle.read(bytes, done, wanted, position + done);
    if (bytesRead === 0) {
      const got = `its end after ${position + done}`;
      throw new FileFormatError({ file: path, field: 'file', expected: `at least ${position + length} bytes`, got });
    }
    done += bytesRead;
  }
  return bytes;
}
