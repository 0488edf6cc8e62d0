import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { FileFormatError } from '@disalign/core';

/** Half-open range of bytes. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Bytes that are read where they are wanted: a model may be larger than memory. */
export interface ByteSource {
  /** Name for error texts. */
  readonly file: string;
  readonly size: number;
  /** The bytes of a range inside the source; they may be overwritten by the next read. */
  read(range: ByteRange): Uint8Array;
}

/** What one read from the disk fetches at least: a graph is thousands of fields of a few bytes. */
const WINDOW = 1 << 18;

/** Opens a file as a source, hands it out, and closes it. */
export async function withByteSource<Result>(
  path: string,
  use: (source: ByteSource) => Result | Promise<Result>,
): Promise<Result> {
  const descriptor = openSync(path, 'r');
  try {
    return await use(sourceOf(descriptor, path));
  } finally {
    closeSync(descriptor);
  }
}

function sourceOf(descriptor: number, file: string): ByteSource {
  const { size } = fstatSync(descriptor);
  const window = new Uint8Array(WINDOW);
  let [from, to] = [0, 0];
  const read = ({ start, end }: ByteRange) => {
    if (end - start > WINDOW) return readWhole(descriptor, { start, end }, { file, into: new Uint8Array(end - start) });
    if (start < from || end > to) {
      const length = Math.min(WINDOW, size - start);
      [from, to] = [start, start];
      readWhole(descriptor, { start, end: start + length }, { file, into: window });
      to = start + length;
    }
    return window.subarray(start - from, end - from);
  };
  return { file, size, read };
}

function readWhole(
  descriptor: number,
  { start, end }: ByteRange,
  { file, into }: { file: string; into: Uint8Array },
): Uint8Array {
  for (let done = 0; done < end - start;) {
    const count = readSync(descriptor, into, done, end - start - done, start + done);
    if (count === 0) {
      throw new FileFormatError({ file, field: 'file', expected: `at least ${end} bytes`, got: `${start + done}` });
    }
    done += count;
  }
  return into.subarray(0, end - start);
}
