import { constants } from 'node:fs';
import { copyFile, open } from 'node:fs/promises';
import { replaceFile } from './replace-file.js';

/**
 * Copies a file whole or not at all, as `writeFileAtomically` writes one; without reading it where the file system can share its blocks.
 *
 * @throws what the file system throws; the old file `to` is then as it was
 * @example
 * import { copyFileAtomically, writeFileAtomically } from '@disalign/core/node';
 * await writeFileAtomically('counts.json', new TextEncoder().encode('[12, 5, 1]'));
 * await copyFileAtomically('counts.json', 'kept.json');
 */
export async function copyFileAtomically(from: string, to: string): Promise<void> {
  await replaceFile(to, async (temporary) => {
    await copyFile(from, temporary, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    // Only Windows wants a file open for writing here; what was copied may be read-only.
    const handle = await open(temporary, process.platform === 'win32' ? 'r+' : 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  });
}
