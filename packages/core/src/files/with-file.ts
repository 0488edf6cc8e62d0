import { open, type FileHandle } from 'node:fs/promises';
import type { FileState } from './file-place.js';

/** Opens a file, hands out its handle and what it is recognised by, and closes it. */
export async function withFile<Result>(
  path: string,
  use: (handle: FileHandle, state: FileState) => Promise<Result>,
): Promise<Result> {
  const handle = await open(path, 'r');
  try {
    const { size, ino, mtimeMs } = await handle.stat();
    return await use(handle, { size, inode: ino, changed: mtimeMs });
  } finally {
    await handle.close();
  }
}
