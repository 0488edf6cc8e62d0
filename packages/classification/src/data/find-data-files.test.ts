import { MissingDataSetError } from '@disalign/core/node';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findDataFiles } from './find-data-files.js';

describe('findDataFiles', () => {
  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'find-data-files-'));
    await Promise.all(['half', 'whole', 'packed'].map((folder) => mkdir(join(root, folder))));
    const files = ['half/a', 'whole/a', 'whole/b', 'packed/a', 'packed/b.gz'];
    await Promise.all(files.map((file) => writeFile(join(root, file), '')));
  });
  afterAll(() => rm(root, { recursive: true }));

  const missingFrom = (...folders: string[]) => ({
    dataSet: 'Letters',
    lookedFor: ['a', 'b'],
    lookedIn: folders.map((folder) => join(root, folder)),
    howToGet: 'Write them.',
  });

  it('takes the first folder that holds all files', async () => {
    const paths = await findDataFiles(missingFrom('half', 'whole', 'packed'), ['', '.gz']);
    expect(paths).toEqual([join(root, 'whole/a'), join(root, 'whole/b')]);
  });

  it('takes a compressed file where the plain one is missing', async () => {
    expect(await findDataFiles(missingFrom('packed'), ['', '.gz'])).toEqual([
      join(root, 'packed/a'),
      join(root, 'packed/b.gz'),
    ]);
  });

  it('says what it looked for when no folder holds all', async () => {
    const search = findDataFiles(missingFrom('half', 'packed', 'nowhere'));
    await expect(search).rejects.toBeInstanceOf(MissingDataSetError);
    await expect(search).rejects.toMatchObject({ missing: missingFrom('half', 'packed', 'nowhere') });
  });
});
