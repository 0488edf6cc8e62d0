import { Buffer } from 'node:buffer';
import yauzl from 'yauzl';
import type { NpzOptions } from './npz-options.js';
import { readNpzArchive } from './read-npz-archive.js';
import type { StoredTensor } from './stored-tensor.js';

/**
 * Reads an npz file from memory: a zip archive with one npy file for each array, stored or deflated.
 *
 * The zip format is left to yauzl: it follows the central directory, is built for hostile archives, unpacks as a stream
 * and stops an entry that grows over its declared size. Declared sizes are checked before memory is taken, checksums after.
 *
 * @param file name of the file for the error text
 * @returns arrays by name, without `.npy`
 * @throws FileFormatError for a broken archive, an entry that is no npy file, encrypted or of another compression, two
 * of one name, a wrong checksum, more than `maxBytes`, and what `parseNpy` throws
 */
export async function parseNpz(
  bytes: Uint8Array,
  file: string,
  options: NpzOptions = {},
): Promise<Map<string, StoredTensor>> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return readNpzArchive(() => yauzl.fromBufferPromise(buffer), file, options);
}
