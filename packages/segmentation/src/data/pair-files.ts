import { FileFormatError } from '@disalign/core';
import fastGlob from 'fast-glob';
import { join } from 'node:path';

/** Files of one folder that end alike. */
export interface FileSet {
  readonly folder: string;
  /** Without the dot; upper and lower case are one. */
  readonly ending: string;
}

/** Two files with the same name but for folder and ending. */
export interface FilePair {
  readonly name: string;
  readonly first: string;
  readonly second: string;
}

/**
 * Pairs the files of two folders by their names, in the order of their UTF-16 codes. Folders that are not there are empty.
 *
 * @throws FileFormatError naming the first file without a partner
 */
export async function pairFiles({ first, second }: { first: FileSet; second: FileSet }): Promise<FilePair[]> {
  const [firstFiles, secondFiles] = await Promise.all([listByName(first), listByName(second)]);
  requirePartners(firstFiles, secondFiles, second);
  requirePartners(secondFiles, firstFiles, first);
  return [...firstFiles].flatMap(([name, path]) => {
    const partner = secondFiles.get(name);
    return partner === undefined ? [] : [{ name, first: path, second: partner }];
  });
}

async function listByName({ folder, ending }: FileSet): Promise<Map<string, string>> {
  const files = await fastGlob(`*.${ending}`, { cwd: folder, caseSensitiveMatch: false });
  return new Map(files.sort().map((file) => [file.slice(0, -ending.length - 1), join(folder, file)]));
}

function requirePartners(
  files: ReadonlyMap<string, string>,
  partners: ReadonlyMap<string, string>,
  { folder, ending }: FileSet,
): void {
  for (const [name, path] of files) {
    if (partners.has(name)) continue;
    throw new FileFormatError({
      file: path,
      field: 'partner',
      expected: join(folder, `${name}.${ending}`),
      got: 'no such file',
    });
  }
}
