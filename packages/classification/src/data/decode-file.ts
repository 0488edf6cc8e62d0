import { FileFormatError } from '@disalign/core';

/**
 * Runs a decoder on the content of a file.
 *
 * @param expected what the content must be, for the error
 * @throws FileFormatError that names the file, whatever the decoder throws
 */
export async function decodeFile<Decoded>(
  path: string,
  expected: string,
  decode: () => Decoded | Promise<Decoded>,
): Promise<Decoded> {
  try {
    return await decode();
  } catch (cause) {
    const got = cause instanceof Error ? cause.message : String(cause);
    throw new FileFormatError({ file: path, field: 'content', expected, got }, { cause });
  }
}
