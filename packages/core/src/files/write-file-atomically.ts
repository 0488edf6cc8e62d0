import { open, type FileHandle } from 'node:fs/promises';
import { replaceFile } from './replace-file.js';

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
  await replaceFile(path, async (temporary) => {
    const handle = await open(temporary, 'wx');
    try {
      for await (const piece of content instanceof Uint8Array ? [content] : content) await writeWhole(handle, piece);
      await handle.sync();
    } finally {
      await handle.close();
    }
  });
}

/** `write` may take fewer bytes than it is given. */
async function writeWhole(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    written += (await handle.write(bytes, written)).bytesWritten;
  }
}
