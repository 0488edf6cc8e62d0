import { FileFormatError } from '../files/file-format-error.js';
import type { FilePlace } from '../files/file-place.js';
import { startThread } from '../threads/start-thread.js';

/** Bytes to read from a file to an address. */
export interface PlacedRead {
  readonly place: FilePlace;
  readonly bytes: number;
  /** Address in the shared memory. */
  readonly to: number;
}

/** A thread that reads from files into shared memory. */
export interface RowReader {
  /**
   * Reads all of it.
   *
   * @throws FileFormatError for a file that is no longer the one that was opened; what the file system throws
   */
  read(reads: readonly PlacedRead[]): Promise<void>;
  close(): Promise<void>;
}

/** What the thread runs. Files stay open between reads, but not more than MOST_OPEN of them. */
const CODE = `
  const fs = require('node:fs');
  const { parentPort, workerData: { memory } } = require('node:worker_threads');
  const MOST_OPEN = 64;
  const MOST_BYTES = 2 ** 30;
  const open = new Map();

  function handleOf({ path, state }) {
    const known = open.get(path);
    if (known !== undefined) return known;
    if (open.size === MOST_OPEN) {
      for (const handle of open.values()) fs.closeSync(handle);
      open.clear();
    }
    const handle = fs.openSync(path, 'r');
    const { size, ino, mtimeMs } = fs.fstatSync(handle);
    if (size !== state.size || ino !== state.inode || mtimeMs !== state.changed) {
      fs.closeSync(handle);
      throw { path };
    }
    open.set(path, handle);
    return handle;
  }

  function readAll({ place, bytes, to }) {
    const handle = handleOf(place);
    const target = new Uint8Array(memory.buffer, to, bytes);
    for (let done = 0; done < bytes;) {
      const read = fs.readSync(handle, target, done, Math.min(bytes - done, MOST_BYTES), place.offset + done);
      if (read === 0) throw { path: place.path };
      done += read;
    }
  }

  parentPort.on('message', (reads) => {
    try {
      for (const read of reads) readAll(read);
      parentPort.postMessage({});
    } catch (error) {
      parentPort.postMessage(error instanceof Error ? { error } : { changed: error.path });
    }
  });
`;

/** Starts a reader. Node only. It does not keep the process alive while nothing is read. */
export function startRowReader(memory: WebAssembly.Memory): RowReader {
  const worker = startThread(CODE, { memory });
  const waiting: { resolve: () => void; reject: (error: Error) => void }[] = [];
  let ended: Error | undefined;
  const settle = (failure: Error | undefined): void => {
    const read = waiting.shift();
    if (waiting.length === 0) worker.unref();
    if (failure) read?.reject(failure);
    else read?.resolve();
  };
  const end = (failure: Error): void => {
    ended ??= failure;
    while (waiting.length > 0) settle(ended);
  };
  worker.on('message', ({ changed, error }: { changed?: string; error?: Error }) =>
    settle(changed === undefined ? error : changedError(changed)),
  );
  worker.on('error', end);
  worker.on('exit', (code) => end(new Error(`fitCalibration: the reader ended with code ${code}`)));
  return {
    read(reads) {
      if (ended) return Promise.reject(ended);
      return new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        worker.ref();
        worker.postMessage(reads);
      });
    },
    async close() {
      await worker.terminate();
    },
  };
}

function changedError(file: string): FileFormatError {
  return new FileFormatError({ file, field: 'file', expected: 'unchanged since it was opened', got: 'another' });
}
