import { crc32 } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';
import { FileFormatError } from './file-format-error.js';
import { parseNpy } from './parse-npy.js';
import type { NpzOptions } from './npz-options.js';
import type { StoredTensor } from './stored-tensor.js';

/** Deflate's best case: 258 bytes for two bits. What claims more is damaged or a bomb, before a byte is unpacked. */
const maxDeflateRatio = 1032;

/** Reads all arrays of an archive that `open` opens; closes it. */
export async function readNpzArchive(
  open: () => Promise<ZipFile>,
  file: string,
  { maxBytes = 2 ** 31 }: NpzOptions,
): Promise<Map<string, StoredTensor>> {
  const arrays = new Map<string, StoredTensor>();
  let unpacked = 0;
  try {
    const archive = await open();
    for await (const entry of archive.eachEntry()) {
      const name = checkEntry(entry, file);
      unpacked += entry.uncompressedSize;
      if (unpacked > maxBytes) throw entryError(entry, file, `within \`maxBytes\` (${maxBytes})`, `${unpacked} bytes`);
      if (arrays.has(name)) throw entryError(entry, file, 'there once', 'two of that name');
      arrays.set(name, parseNpy(await unpack(archive, entry, file), `${file}/${entry.fileName}`));
    }
  } catch (cause) {
    throw cause instanceof FileFormatError || isSystemError(cause) ? cause : archiveError(cause, file);
  }
  return arrays;
}

function checkEntry(entry: Entry, file: string): string {
  const { fileName, compressionMethod, compressedSize, uncompressedSize } = entry;
  if (!fileName.endsWith('.npy')) throw entryError(entry, file, 'an npy file', 'another name');
  if (entry.isEncrypted()) throw entryError(entry, file, 'plain', 'encrypted');
  if (compressionMethod !== 0 && compressionMethod !== 8) {
    throw entryError(entry, file, 'stored or deflated', `compression method ${compressionMethod}`);
  }
  if (uncompressedSize > compressedSize * maxDeflateRatio) {
    throw entryError(entry, file, `at most ${maxDeflateRatio} times its packed size`, `${uncompressedSize} bytes`);
  }
  return fileName.slice(0, -'.npy'.length);
}

async function unpack(archive: ZipFile, entry: Entry, file: string): Promise<Uint8Array> {
  const stream = await archive.openReadStreamPromise(entry);
  const bytes = new Uint8Array(entry.uncompressedSize);
  let at = 0;
  for await (const piece of stream as AsyncIterable<Uint8Array>) {
    bytes.set(piece, at);
    at += piece.length;
  }
  const checksum = crc32(bytes);
  if (checksum !== entry.crc32) throw entryError(entry, file, `of checksum ${entry.crc32}`, `${checksum}`);
  return bytes;
}

function entryError(entry: Entry, file: string, expected: string, got: string): FileFormatError {
  return new FileFormatError({ file, field: `npz entry ${entry.fileName.slice(0, 80)}`, expected, got });
}

function archiveError(cause: unknown, file: string): FileFormatError {
  const got = cause instanceof Error ? cause.message.slice(0, 200) : 'an unknown error';
  return new FileFormatError({ file, field: 'npz archive', expected: 'a zip archive', got }, { cause });
}

/** A missing file or a failing disk is no matter of format. */
function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
