import { open, type FileHandle } from 'node:fs/promises';
import { bytesPerElement } from './bytes-per-element.js';
import type { FilePlace, FileState } from './file-place.js';
import { FileFormatError } from './file-format-error.js';
import { parseSafetensorsHeader, type SafetensorsEntry } from './parse-safetensors-header.js';
import { parseSafetensorsLength } from './parse-safetensors-length.js';
import type { StoredTensor } from './stored-tensor.js';
import { tensorFromBytes } from './tensor-from-bytes.js';

/** A safetensors file of which only the header is in memory. It holds no open handle: each read opens the file anew. */
export interface SafetensorsFile {
  readonly path: string;
  /** Dtype, shape and place of each tensor. */
  readonly entries: ReadonlyMap<string, SafetensorsEntry>;
  readonly metadata: Readonly<Record<string, string>>;
  /** Where the bytes of a tensor begin. @throws FileFormatError when there is none of that name */
  locate(name: string): FilePlace;
  /** Reads a whole tensor. @throws FileFormatError when there is none of that name or the file has changed */
  readTensor(name: string): Promise<StoredTensor>;
  /**
   * Reads the rows [start, end) along the first dimension of a tensor.
   * @throws FileFormatError as `readTensor`; RangeError when the range is not inside the tensor or the tensor is a scalar
   */
  readRows(name: string, range: { readonly start: number; readonly end: number }): Promise<StoredTensor>;
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
  const { header, dataStart, state } = await withHandle(path, async (handle) => {
    const state = await fileState(handle);
    const start = await readAt(handle, path, 0, Math.min(8, state.size));
    const headerLength = parseSafetensorsLength(start, state.size, path);
    const dataStart = 8 + headerLength;
    const json = await readAt(handle, path, 8, headerLength);
    return { header: parseSafetensorsHeader(json, state.size - dataStart, path), dataStart, state };
  });

  const readBytes = (begin: number, length: number) =>
    withHandle(path, async (handle) => {
      const now = await fileState(handle);
      if (now.size !== state.size || now.inode !== state.inode || now.changed !== state.changed) {
        throw new FileFormatError({
          file: path,
          field: 'file',
          expected: 'unchanged since it was opened',
          got: 'another',
        });
      }
      return readAt(handle, path, dataStart + begin, length);
    });
  const entryOf = (name: string) => {
    const entry = header.entries.get(name);
    if (entry !== undefined) return entry;
    throw new FileFormatError({ file: path, field: `tensor ${name}`, expected: 'there', got: 'none' });
  };

  return {
    path,
    ...header,
    locate: (name) => ({ path, offset: dataStart + entryOf(name).begin, state }),
    async readTensor(name) {
      const { dtype, shape, begin, end } = entryOf(name);
      return tensorFromBytes(dtype, shape, await readBytes(begin, end - begin));
    },
    async readRows(name, { start, end }) {
      const { dtype, shape, begin } = entryOf(name);
      if (shape.length === 0)
        throw new RangeError(`readRows: tensor \`${name}\` of ${path} must have rows, got a scalar`);
      const [rows, ...rest] = shape;
      if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || end < start || end > rows) {
        throw new RangeError(`readRows: \`range\` must lie in 0..${rows}, got ${start}..${end}`);
      }
      const rowBytes = rest.reduce((product, size) => product * size, bytesPerElement(dtype));
      return tensorFromBytes(
        dtype,
        [end - start, ...rest],
        await readBytes(begin + start * rowBytes, (end - start) * rowBytes),
      );
    },
  };
}

async function withHandle<Result>(path: string, use: (handle: FileHandle) => Promise<Result>): Promise<Result> {
  const handle = await open(path, 'r');
  try {
    return await use(handle);
  } finally {
    await handle.close();
  }
}

async function fileState(handle: FileHandle): Promise<FileState> {
  const { size, ino, mtimeMs } = await handle.stat();
  return { size, inode: ino, changed: mtimeMs };
}

/** One read takes at most 2^31 - 1 bytes, and may give fewer than it was asked for. */
const maxReadBytes = 2 ** 30;

async function readAt(handle: FileHandle, path: string, position: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length;) {
    const wanted = Math.min(length - done, maxReadBytes);
    const { bytesRead } = await handle.read(bytes, done, wanted, position + done);
    if (bytesRead === 0) {
      const got = `its end after ${position + done}`;
      throw new FileFormatError({ file: path, field: 'file', expected: `at least ${position + length} bytes`, got });
    }
    done += bytesRead;
  }
  return bytes;
}
