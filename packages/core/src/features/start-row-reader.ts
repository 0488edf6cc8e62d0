import { FileFormatError } from '../files/file-format-error.js';
import type { FilePlace } from '../files/file-place.js';
import { startThread } from '../threads/start-thread.js';
import type { RowsOfModule } from './feature-source.js';

/** Bytes to read from a file to an address. */
export interface ReadOfFile {
  readonly place: FilePlace;
  readonly bytes: number;
  /** Address in the shared memory. */
  readonly to: number;
}

/** Rows that a module makes, and the addresses of their arrays; no features where nobody wants them. */
export interface ReadOfModule extends RowsOfModule {
  readonly logitsTo: number;
  readonly featuresTo: number | null;
}

/** A thread that brings rows into shared memory: from files, or made by a module. */
export interface RowReader {
  /**
   * Reads all of it.
   *
   * @throws FileFormatError for a file that is no longer the one that was opened; what the file system or the module throws
   */
  read(reads: readonly (ReadOfFile | ReadOfModule)[]): Promise<void>;
  close(): Promise<void>;
}

/** What the thread runs. Files stay open between reads, but not more than MOST_OPEN of them; modules make few rows at a time. */
const CODE = `
  const fs = require('node:fs');
  const { parentPort, workerData: { memory } } = require('node:worker_threads');
  const MOST_OPEN = 64;
  const MOST_BYTES = 2 ** 30;
  const MODULE_ROWS = 256;
  const open = new Map();
  const modules = new Map();

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

  function readFile({ place, bytes, to }) {
    const handle = handleOf(place);
    const target = new Uint8Array(memory.buffer, to, bytes);
    for (let done = 0; done < bytes;) {
      const read = fs.readSync(handle, target, done, Math.min(bytes - done, MOST_BYTES), place.offset + done);
      if (read === 0) throw { path: place.path };
      done += read;
    }
  }

  async function startModule({ url, name, options }) {
    const source = await (await import(url))[name](options);
    const features = new Float32Array(MODULE_ROWS * source.featureSize);
    const logits = new Float32Array(MODULE_ROWS * source.classes);
    return { source, features, logits };
  }

  // Three times as fast as writing to shared memory, or setting a part of it, is.
  function copy({ buffer, byteOffset, byteLength }, to) {
    Buffer.from(buffer, byteOffset, byteLength).copy(Buffer.from(memory.buffer, to, byteLength));
    return to + byteLength;
  }

  async function readModule({ module, range, view, logitsTo, featuresTo }) {
    const key = JSON.stringify(module);
    if (!modules.has(key)) modules.set(key, await startModule(module));
    const { source, features, logits } = modules.get(key);
    for (let { start } = range; start < range.end; start += MODULE_ROWS) {
      const rows = Math.min(range.end - start, MODULE_ROWS);
      const batch = await source.read({ start, end: start + rows }, view, {
        features: features.subarray(0, rows * source.featureSize),
        logits: logits.subarray(0, rows * source.classes),
      });
      logitsTo = copy(batch.logits, logitsTo);
      if (featuresTo !== null) featuresTo = copy(batch.features, featuresTo);
    }
  }

  let last = Promise.resolve();
  async function readAll(reads) {
    try {
      for (const read of reads) {
        if (read.module === undefined) readFile(read);
        else await readModule(read);
      }
      parentPort.postMessage({});
    } catch (error) {
      parentPort.postMessage(error instanceof Error ? { error } : { changed: error.path });
    }
  }
  parentPort.on('message', (reads) => {
    last = last.then(() => readAll(reads));
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
