import type { Entry, ZipFile } from 'yauzl';
import { npzEntryError } from './npz-entry-error.js';
import { walkZipArchive, type ZipEntry } from './walk-zip-archive.js';

/** An array of an archive, before it is read. */
export interface NpzEntry extends ZipEntry {
  /** Without `.npy`. */
  readonly name: string;
}

/**
 * Hands every array of an archive that `open` opens to `visit`, one after the other; closes it.
 *
 * @throws FileFormatError as `walkZipArchive` does, and for an entry that is no npy file; what `visit` and the file system throw
 */
export async function walkNpzArchive(
  open: () => Promise<ZipFile>,
  file: string,
  visit: (entry: NpzEntry) => Promise<void>,
): Promise<void> {
  await walkZipArchive(open, { file, kind: 'npz' }, async (zip) => visit({ ...zip, name: nameOf(zip.entry, file) }));
}

function nameOf(entry: Entry, file: string): string {
  if (entry.fileName.endsWith('.npy')) return entry.fileName.slice(0, -'.npy'.length);
  throw npzEntryError(entry, file, 'an npy file', 'another name');
}
