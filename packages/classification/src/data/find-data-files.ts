import { MissingDataSetError, type MissingDataSet } from '@disalign/core/node';
import { access } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Looks for the files of a data set in a list of folders and takes the first folder that holds them all.
 *
 * @param missing what is looked for and where, as the error would say it
 * @param endings tried in order after each name, for files that may be compressed
 * @returns paths in the order of `missing.lookedFor`
 * @throws MissingDataSetError when no folder holds all files
 */
export async function findDataFiles(missing: MissingDataSet, endings: readonly string[] = ['']): Promise<string[]> {
  for (const folder of missing.lookedIn) {
    const paths = await Promise.all(missing.lookedFor.map((name) => findFile(join(folder, name), endings)));
    const found = paths.filter((path) => path !== undefined);
    if (found.length === paths.length) return found;
  }
  throw new MissingDataSetError(missing);
}

async function findFile(path: string, endings: readonly string[]): Promise<string | undefined> {
  for (const ending of endings) {
    try {
      await access(path + ending);
      return path + ending;
    } catch {
      // Not this one: the caller says what is missing once every place was tried.
    }
  }
  return undefined;
}
