import { FileFormatError } from '@disalign/core';
import { decodeFile } from '@disalign/core/node';
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';

/** Unsigned bytes of an IDX file, with the lengths of their axes. */
export interface IdxArray {
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

export interface IdxOptions {
  /** How many axes the file must have. */
  readonly axes: number;
  /** Most bytes that a compressed file may unpack to; 256 MiB by default, five times the largest file of Fashion-MNIST. */
  readonly maxBytes?: number;
}

/**
 * Reads an IDX file of unsigned bytes, the format of MNIST and its relatives; gzip is unpacked if the name ends in `.gz`.
 *
 * Layout, big-endian: 0, 0, the type (8: unsigned byte), the number of axes, 4 bytes for the length of each axis, then the data.
 *
 * @throws FileFormatError when type or number of axes are others, the length is not that of the axes, gzip fails, or it
 * unpacks to more than `maxBytes`
 */
export async function readIdxFile(path: string, { axes, maxBytes = 2 ** 28 }: IdxOptions): Promise<IdxArray> {
  const stored = await readFile(path);
  const bytes = path.endsWith('.gz')
    ? await decodeFile(path, 'whole gzip data', () => gunzipSync(stored, { maxOutputLength: maxBytes }))
    : stored;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = 4 + 4 * axes;
  const expectField = (field: string, expected: number, got: number) => {
    if (got !== expected) throw new FileFormatError({ file: path, field, expected: `${expected}`, got: `${got}` });
  };
  if (bytes.length < headerBytes) {
    throw new FileFormatError({
      file: path,
      field: 'length',
      expected: `at least ${headerBytes} bytes`,
      got: `${bytes.length}`,
    });
  }
  expectField('magic number', 0x0800 + axes, view.getUint32(0));
  const shape = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis));
  const size = shape.reduce((product, length) => product * length, 1);
  expectField('length', headerBytes + size, bytes.length);
  return { shape, data: bytes.subarray(headerBytes) };
}
