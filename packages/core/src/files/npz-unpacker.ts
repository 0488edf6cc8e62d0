import { crc32 } from 'node:zlib';
import { npzEntryError } from './npz-entry-error.js';
import { parseNpy } from './parse-npy.js';
import type { StoredTensor } from './stored-tensor.js';
import type { NpzEntry } from './walk-npz-archive.js';

/** Starts an unpacker that takes arrays until they hold more than `maxBytes` together. */
export function npzUnpacker(file: string, maxBytes = 2 ** 31): (entry: NpzEntry) => Promise<StoredTensor> {
  let unpacked = 0;
  return async (npz) => {
    const { entry } = npz;
    unpacked += entry.uncompressedSize;
    if (unpacked > maxBytes) throw npzEntryError(entry, file, `within \`maxBytes\` (${maxBytes})`, `${unpacked} bytes`);
    return parseNpy(await unpack(npz, file), `${file}/${entry.fileName}`);
  };
}

async function unpack({ archive, entry }: NpzEntry, file: string): Promise<Uint8Array> {
  const stream = await archive.openReadStreamPromise(entry);
  const bytes = new Uint8Array(entry.uncompressedSize);
  let at = 0;
  for await (const piece of stream as AsyncIterable<Uint8Array>) {
    bytes.set(piece, at);
    at += piece.length;
  }
  const checksum = crc32(bytes);
  if (checksum !== entry.crc32) throw npzEntryError(entry, file, `of checksum ${entry.crc32}`, `${checksum}`);
  return bytes;
}
