import { randomUUID } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Writes a file whole or not at all.
 *
 * The bytes go to a temporary name in the same folder, which is synchronised to disk and then renamed over `path`.
 * When anything fails (a full disk, an error in `content`, a lost process) the old file stays as it was; the temporary
 * is removed, save where the process itself dies. A symbolic link at `path` is replaced, not followed.
 *
 * @param content the bytes, or pieces of them in order
 * @throws what the file system or `content` throws
 *
 * @example
 * ```ts
 * import { writeFileAtomically } from '@disalign/core/node';
 * await writeFileAtomically('counts.json', new TextEncoder().encode('[12, 5, 1]'));
 * ```
 */
export async function writeFileAtomically(
  path: string,
  content: Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path)}.${randomUUID()}.tmp`);
  const handle = await open(temporary, 'wx');
  try {
    try {
      for await (const piece of content instanceof Uint8Array ? [content] : content) await writeWhole(handle, piece);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(folder);
}

/** `write` may take fewer bytes than it is given. */
async function writeWhole(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    written += (await handle.write(bytes, written)).bytesWritten;
  }
}

/** Makes the new name itself survive a power cut. Windows cannot open folders and needs no such step. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
