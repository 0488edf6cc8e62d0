import { FileFormatError } from './file-format-error.js';
import type { FilePlace } from './file-place.js';
import { parseSafetensorsHeader, type SafetensorsEntry } from './parse-safetensors-header.js';
import { parseSafetensorsLength } from './parse-safetensors-length.js';
import { readAt } from './read-at.js';
import { readPlacedRows } from './read-placed-rows.js';
import { readPlacedTensor } from './read-placed-tensor.js';
import type { TensorFile } from './tensor-file.js';
import { withFile } from './with-file.js';

/** A safetensors file of which only the header is in memory. It holds no open handle: each read opens the file anew. */
export interface SafetensorsFile extends TensorFile {
  /** Dtype, shape and place of each tensor. */
  readonly entries: ReadonlyMap<string, SafetensorsEntry>;
  /** Where the bytes of a tensor begin. @throws FileFormatError when there is none of that name */
  locate(name: string): FilePlace;
}

/**
 * Opens a safetensors file larger than memory: the header is read and checked, tensors are read when asked for,
 * with reads at their place in the file.
 *
 * A file that is replaced or written to after it was opened is recognised by its size, inode and times, and refused:
 * its header no longer describes it.
 *
 * @throws FileFormatError where the header breaks the format; what the file system throws
 *
 * @example
 * ```ts
 * import { openSafetensors, writeSafetensors } from '@disalign/core/node';
 * const labels = { dtype: 'I32', shape: [4], data: Int32Array.of(0, 2, 1, 0) } as const;
 * await writeSafetensors('labels.safetensors', { labels });
 * const file = await openSafetensors('labels.safetensors');
 * const { data } = await file.readRows('labels', { start: 1, end: 3 }); // [2, 1]
 * ```
 */
export async function openSafetensors(path: string): Promise<SafetensorsFile> {
  const { header, dataStart, state } = await withFile(path, async (handle, state) => {
    const start = await readAt(handle, path, 0, Math.min(8, state.size));
    const headerLength = parseSafetensorsLength(start, state.size, path);
    const dataStart = 8 + headerLength;
    const json = await readAt(handle, path, 8, headerLength);
    return { header: parseSafetensorsHeader(json, state.size - dataStart, path), dataStart, state };
  });
  const placed = (name: string) => {
    const entry = header.entries.get(name);
    if (entry !== undefined) return { ...entry, place: { path, offset: dataStart + entry.begin, state } };
    throw new FileFormatError({ file: path, field: `tensor ${name}`, expected: 'there', got: 'none' });
  };
  return {
    path,
    ...header,
    locate: (name) => placed(name).place,
    readTensor: async (name) => readPlacedTensor(placed(name)),
    readRows: async (name, range) => readPlacedRows(placed(name), name, range),
  };
}
