import { open, type FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import yauzl, { type ZipFile } from 'yauzl';

/**
 * Opens a zip archive in a file, which closes with it. yauzl's own reader throws past every handler where a damaged archive points beyond
 * 2^53; this one refuses each place outside the file.
 */
export async function openZipFile(path: string): Promise<ZipFile> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    return await yauzl.fromRandomAccessReaderPromise(new FileReader(handle, size), size);
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** Bytes that are read at once. */
const PIECE = 2 ** 16;

type ReadArguments = [
  buffer: Buffer,
  offset: number,
  length: number,
  position: number,
  callback: (error: Error | null, bytesRead?: number) => void,
];

class FileReader extends yauzl.RandomAccessReader {
  readonly #handle: FileHandle;
  readonly #size: number;

  constructor(handle: FileHandle, size: number) {
    super();
    this.#handle = handle;
    this.#size = size;
  }

  override read(...[buffer, offset, length, position, callback]: ReadArguments): void {
    if (!(position >= 0 && position + length <= this.#size)) {
      callback(new Error(`${length} bytes at ${position} of ${this.#size}`));
      return;
    }
    this.#handle.read(buffer, offset, length, position).then(
      ({ bytesRead }) => callback(null, bytesRead),
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error))),
    );
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.#pieces(start, end));
  }

  /** A stream of the handle itself would close it at its end. */
  async *#pieces(start: number, end: number): AsyncGenerator<Uint8Array> {
    for (let at = start; at < end;) {
      const { buffer, bytesRead } = await this.#handle.read(Buffer.alloc(Math.min(PIECE, end - at)), 0, null, at);
      if (bytesRead === 0) throw new Error(`the file ends before byte ${end}`);
      yield buffer.subarray(0, bytesRead);
      at += bytesRead;
    }
  }

  override close(callback: (error: Error | null) => void): void {
    this.#handle.close().then(
      () => callback(null),
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error))),
    );
  }
}
