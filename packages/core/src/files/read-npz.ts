import type { NpzOptions } from './npz-options.js';
import { openZipFile } from './open-zip-file.js';
import { readNpzArchive } from './read-npz-archive.js';
import type { StoredTensor } from './stored-tensor.js';

/**
 * Reads an npz file; the archive is unpacked from disk, one array after the other.
 *
 * @returns arrays by name, without `.npy`
 * @throws FileFormatError as `parseNpz`; what the file system throws
 *
 * @example
 * ```ts
 * import { readNpz, writeNpz } from '@disalign/core/node';
 * await writeNpz('data.npz', { labels: { dtype: 'I32', shape: [2], data: Int32Array.of(0, 1) } });
 * const labels = (await readNpz('data.npz')).get('labels');
 * ```
 */
export async function readNpz(path: string, options: NpzOptions = {}): Promise<Map<string, StoredTensor>> {
  return readNpzArchive(() => openZipFile(path), path, options);
}
