import { FileFormatError } from './file-format-error.js';

/** The limit of the safetensors library: a hostile length must not make a reader allocate gigabytes. */
const maxHeaderBytes = 100_000_000;

/**
 * Length of the JSON header of a safetensors file: the little-endian u64 in its first eight bytes.
 *
 * @param start the first eight bytes, or all of a shorter file
 * @param fileBytes size of the whole file
 * @throws FileFormatError when the length is missing, over 100 MB, or beyond the end of the file
 */
export function parseSafetensorsLength(start: Uint8Array, fileBytes: number, file: string): number {
  const fail = (expected: string, got: string) => new FileFormatError({ file, field: 'header length', expected, got });
  if (start.length < 8) throw fail('eight bytes', `a file of ${fileBytes} bytes`);
  const length = new DataView(start.buffer, start.byteOffset, 8).getBigUint64(0, true);
  if (length > BigInt(maxHeaderBytes)) throw fail(`at most ${maxHeaderBytes}`, `${length}`);
  if (8 + Number(length) > fileBytes) throw fail(`inside the file of ${fileBytes} bytes`, `${length}`);
  return Number(length);
}
