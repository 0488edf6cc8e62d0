import type { Entry, ZipFile } from 'yauzl';
import { FileFormatError } from './file-format-error.js';

/** Deflate's best case: 258 bytes for two bits. What claims more is damaged or a bomb, before a byte is unpacked. */
const maxDeflateRatio = 1032;

/** What kind of archive a file is, and its name, for error texts. */
export interface ZipPlace {
  readonly file: string;
  readonly kind: 'npz' | 'PyTorch';
}

/** An entry of an archive, before it is read. */
export interface ZipEntry {
  readonly archive: ZipFile;
  readonly entry: Entry;
}

/**
 * Hands every entry of an archive that `open` opens to `visit`, one after the other; closes it.
 *
 * @throws FileFormatError for a broken archive, an entry that is encrypted or of another compression, and two of one name; what `visit`
 * and the file system throw
 */
export async function walkZipArchive(
  open: () => Promise<ZipFile>,
  place: ZipPlace,
  visit: (entry: ZipEntry) => Promise<void>,
): Promise<void> {
  const names = new Set<string>();
  try {
    const archive = await open();
    for await (const entry of archive.eachEntry()) {
      checkEntry(entry, place);
      if (names.has(entry.fileName)) throw zipEntryError(entry, place, 'there once', 'two of that name');
      names.add(entry.fileName);
      await visit({ archive, entry });
    }
  } catch (cause) {
    throw cause instanceof FileFormatError || isSystemError(cause) ? cause : archiveError(cause, place);
  }
}

/** The error for an entry of an archive that breaks a rule. */
export function zipEntryError(
  { fileName }: Entry,
  { file, kind }: ZipPlace,
  expected: string,
  got: string,
): FileFormatError {
  return new FileFormatError({ file, field: `${kind} entry ${fileName.slice(0, 80)}`, expected, got });
}

function checkEntry(entry: Entry, place: ZipPlace): void {
  const { compressionMethod, compressedSize, uncompressedSize } = entry;
  if (entry.isEncrypted()) throw zipEntryError(entry, place, 'plain', 'encrypted');
  if (compressionMethod !== 0 && compressionMethod !== 8) {
    throw zipEntryError(entry, place, 'stored or deflated', `compression method ${compressionMethod}`);
  }
  if (uncompressedSize > compressedSize * maxDeflateRatio) {
    throw zipEntryError(entry, place, `at most ${maxDeflateRatio} times its packed size`, `${uncompressedSize} bytes`);
  }
}

function archiveError(cause: unknown, { file, kind }: ZipPlace): FileFormatError {
  const got = cause instanceof Error ? cause.message.slice(0, 200) : 'an unknown error';
  return new FileFormatError({ file, field: `${kind} archive`, expected: 'a zip archive', got }, { cause });
}

/** A missing file or a failing disk is no matter of format. */
function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
