import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '@disalign/core/node';

/** A result in its forms. */
export interface ResultFiles {
  /** Everything measured, as plain data: numbers are finite, there are no typed arrays. */
  readonly data: object;
  readonly markdown: string;
  /** An SVG. A result without one writes none, and removes that of an older result of its name. */
  readonly figure?: string;
}

/**
 * Writes `<folder>/<name>.json`, `.svg` and `.md`, each whole or not at all, and returns their paths. The folder is made if need be.
 * Nothing is written when the data cannot be.
 *
 * @throws RangeError for a number JSON does not have, TypeError for a typed array
 */
export async function writeResults(folder: string, name: string, files: ResultFiles): Promise<string[]> {
  // The page last: once it is there, so is what it shows.
  const contents = { json: jsonText(files.data), svg: files.figure, md: files.markdown };
  await mkdir(folder, { recursive: true });
  const paths: string[] = [];
  for (const [extension, text] of Object.entries(contents)) {
    const path = join(folder, `${name}.${extension}`);
    if (text === undefined) {
      await rm(path, { force: true });
      continue;
    }
    await writeFileAtomically(path, new TextEncoder().encode(`${text.trimEnd()}\n`));
    paths.push(path);
  }
  return paths;
}

function jsonText(data: object): string {
  return JSON.stringify(data, checked, 2);
}

/** JSON would make NaN a null, and a typed array an object. */
function checked(key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new RangeError(`writeResults: \`${key}\` must be finite, got ${value}`);
  if (ArrayBuffer.isView(value)) throw new TypeError(`writeResults: \`${key}\` must not be a typed array`);
  return value;
}
