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
  /** Further SVGs by the names of their files. */
  readonly figures?: Readonly<Record<string, string>>;
}

/**
 * Writes `<folder>/<name>.json`, `.svg` and `.md` and the further SVGs, each whole or not at all, and returns their paths. The folder is
 * made if need be.
 * Nothing is written when the data cannot be.
 *
 * @throws RangeError for a number JSON does not have, TypeError for a typed array
 */
export async function writeResults(folder: string, name: string, files: ResultFiles): Promise<string[]> {
  // The page last: once it is there, so is what it shows.
  const figures = Object.entries(files.figures ?? {}).map(([figure, svg]) => [`${figure}.svg`, svg] as const);
  const contents = [
    [`${name}.json`, jsonText(files.data)],
    [`${name}.svg`, files.figure],
    ...figures,
    [`${name}.md`, files.markdown],
  ] as const;
  await mkdir(folder, { recursive: true });
  const paths: string[] = [];
  for (const [file, text] of contents) {
    const path = join(folder, file);
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
