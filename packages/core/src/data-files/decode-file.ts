import { FileFormatError } from '../files/file-format-error.js';

/**
 * Runs a decoder on the content of a file.
 *
 * @param expected what the content must be, for the error
 * @throws FileFormatError that names the file, whatever the decoder throws
 * @example
 * import { decodeFile } from '@disalign/core/node';
 * await decodeFile('classes.json', 'JSON', () => JSON.parse('["cat", "lynx"]'));
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
