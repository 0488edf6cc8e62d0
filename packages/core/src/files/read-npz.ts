import yauzl from 'yauzl';
import { readArchive, type NpzOptions } from './parse-npz.js';
import type { StoredTensor } from './stored-tensor.js';

/**
 * Reads an npz file; the archive is unpacked from disk, one array after the other.
 *
 * @returns arrays by name, without `.npy`
 * @throws FileFormatError as `parseNpz`; what the file system throws
 *
 * @example
 * ```ts
 * import { readNpz } from '@disalign/core/node';
 * const arrays = await readNpz('features.npz');
 * const labels = arrays.get('labels');
 * ```
 */
export async function readNpz(path: string, options: NpzOptions = {}): Promise<Map<string, StoredTensor>> {
  return readArchive(() => yauzl.openPromise(path), path, options);
}
