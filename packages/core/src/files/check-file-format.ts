import { FileFormatError } from './file-format-error.js';

/**
 * Checks that a safetensors file of ours says what it is: each entry of `format`, name and version, stands in its metadata.
 *
 * @throws FileFormatError naming the file and the first entry that is missing or another
 */
export function checkFileFormat(
  metadata: Readonly<Record<string, string>>,
  format: Readonly<Record<string, string>>,
  file: string,
): void {
  for (const [key, expected] of Object.entries(format)) {
    if (metadata[key] === expected) continue;
    throw new FileFormatError({ file, field: `metadata ${key}`, expected, got: metadata[key] ?? 'nothing' });
  }
}
