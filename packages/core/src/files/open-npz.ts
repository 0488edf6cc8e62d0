import { checkRows } from './check-rows.js';
import { FileFormatError } from './file-format-error.js';
import type { FileState } from './file-place.js';
import type { NpzOptions } from './npz-options.js';
import { npzUnpacker } from './npz-unpacker.js';
import { NPY_START_BYTES, parseNpyStart } from './parse-npy-start.js';
import type { PlacedTensor } from './placed-tensor.js';
import { openZipFile } from './open-zip-file.js';
import { readAt } from './read-at.js';
import { readPlacedRows } from './read-placed-rows.js';
import { readPlacedTensor } from './read-placed-tensor.js';
import { sliceRows } from './slice-rows.js';
import type { StoredTensor } from './stored-tensor.js';
import type { TensorFile } from './tensor-file.js';
import { walkNpzArchive, type NpzEntry } from './walk-npz-archive.js';
import { withFile } from './with-file.js';

/**
 * Opens an npz file larger than memory. Arrays that `numpy.savez` stored are read where they lie, when asked for; their checksums are not
 * looked at. Those that are compressed or in Fortran order are unpacked at once and kept, up to `maxBytes`.
 *
 * @throws FileFormatError as `readNpz`; what the file system throws
 *
 * @example
 * ```ts
 * import { openNpz, writeNpz } from '@disalign/core/node';
 * await writeNpz('dump.npz', { labels: { dtype: 'I32', shape: [4], data: Int32Array.of(0, 2, 1, 0) } });
 * const file = await openNpz('dump.npz');
 * const { data } = await file.readRows('labels', { start: 1, end: 3 }); // [2, 1]
 * ```
 */
export async function openNpz(path: string, { maxBytes }: NpzOptions = {}): Promise<TensorFile> {
  const state = await withFile(path, async (_, now) => now);
  const entries = new Map<string, StoredTensor | PlacedTensor>();
  const unpack = npzUnpacker(path, maxBytes);
  await walkNpzArchive(
    () => openZipFile(path),
    path,
    async (entry) => {
      entries.set(entry.name, (await placeOf(entry, path, state)) ?? (await unpack(entry)));
    },
  );
  const entryOf = (name: string) => {
    const entry = entries.get(name);
    if (entry !== undefined) return entry;
    throw new FileFormatError({ file: path, field: `tensor ${name}`, expected: 'there', got: 'none' });
  };
  return {
    path,
    entries,
    metadata: {},
    locate(name) {
      const entry = entryOf(name);
      return 'place' in entry ? entry.place : null;
    },
    async readTensor(name) {
      const entry = entryOf(name);
      return 'place' in entry ? readPlacedTensor(entry) : entry;
    },
    async readRows(name, range) {
      const entry = entryOf(name);
      if ('place' in entry) return readPlacedRows(entry, name, range);
      checkRows({ shape: entry.shape, name, file: path }, range);
      return sliceRows(entry, range);
    },
  };
}

/** Where an array lies that is read as it is stored, row after row; undefined for others. */
async function placeOf(
  { archive, entry }: NpzEntry,
  path: string,
  state: FileState,
): Promise<PlacedTensor | undefined> {
  if (entry.compressionMethod !== 0) return undefined;
  const { fileDataStart } = await archive.readLocalFileHeaderPromise(entry, { minimal: true });
  const size = entry.uncompressedSize;
  const bytes = await withFile(path, (handle) => readAt(handle, path, fileDataStart, Math.min(size, NPY_START_BYTES)));
  const { dtype, shape, fortranOrder, dataStart } = parseNpyStart(bytes, size, `${path}/${entry.fileName}`);
  if (fortranOrder && shape.length > 1) return undefined;
  return { dtype, shape, place: { path, offset: fileDataStart + dataStart, state } };
}
