import type { ZipFile } from 'yauzl';
import type { NpzOptions } from './npz-options.js';
import { npzUnpacker } from './npz-unpacker.js';
import type { StoredTensor } from './stored-tensor.js';
import { walkNpzArchive } from './walk-npz-archive.js';

/** Reads all arrays of an archive that `open` opens; closes it. */
export async function readNpzArchive(
  open: () => Promise<ZipFile>,
  file: string,
  { maxBytes }: NpzOptions,
): Promise<Map<string, StoredTensor>> {
  const arrays = new Map<string, StoredTensor>();
  const unpack = npzUnpacker(file, maxBytes);
  await walkNpzArchive(open, file, async (entry) => {
    arrays.set(entry.name, await unpack(entry));
  });
  return arrays;
}
