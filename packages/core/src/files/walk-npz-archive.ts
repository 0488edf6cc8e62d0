import type { Entry, ZipFile } from 'yauzl';
import { FileFormatError } from './file-format-error.js';
import { npzEntryError } from './npz-entry-error.js';

/** Deflate's best case: 258 bytes for two bits. What claims more is damaged or a bomb, before a byte is unpacked. */
const maxDeflateRatio = 1032;

/** An array of an archive, before it is read. */
export interface NpzEntry {
  readonly archive: ZipFile;
  readonly entry: Entry;
  /** Without `.npy`. */
  readonly name: string;
}

/**
 * Hands every array of an archive that `open` opens to `visit`, one after the other; closes it.
 *
 * @throws FileFormatError for a broken archive, an entry that is no npy file, encrypted or of another compression, and two of one name;
 * what `visit` and the file system throw
 */
export async function walkNpzArchive(
  open: () => Promise<ZipFile>,
  file: string,
  visit: (entry: NpzEntry) => Promise<void>,
): Promise<void> {
  const names = new Set<string>();
  try {
    const archive = await open();
    for await (const entry of archive.eachEntry()) {
      const name = checkEntry(entry, file);
      if (names.has(name)) throw npzEntryError(entry, file, 'there once', 'two of that name');
      names.add(name);
      await visit({ archive, entry, name });
    }
  } catch (cause) {
    throw cause instanceof FileFormatError || isSystemError(cause) ? cause : archiveError(cause, file);
  }
}

function checkEntry(entry: Entry, file: string): string {
  const { fileName, compressionMethod, compressedSize, uncompressedSize } = entry;
  if (!fileName.endsWith('.npy')) throw npzEntryError(entry, file, 'an npy file', 'another name');
  if (entry.isEncrypted()) throw npzEntryError(entry, file, 'plain', 'encrypted');
  if (compressionMethod !== 0 && compressionMethod !== 8) {
    throw npzEntryError(entry, file, 'stored or deflated', `compression method ${compressionMethod}`);
  }
  if (uncompressedSize > compressedSize * maxDeflateRatio) {
    throw npzEntryError(entry, file, `at most ${maxDeflateRatio} times its packed size`, `${uncompressedSize} bytes`);
  }
  return fileName.slice(0, -'.npy'.length);
}

function archiveError(cause: unknown, file: string): FileFormatError {
  const got = cause instanceof Error ? cause.message.slice(0, 200) : 'an unknown error';
  return new FileFormatError({ file, field: 'npz archive', expected: 'a zip archive', got }, { cause });
}

/** A missing file or a failing disk is no matter of format. */
function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
