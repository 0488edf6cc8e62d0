import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyFileAtomically } from './copy-file-atomically.js';

describe('copyFileAtomically', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'disalign-copy-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('replaces what was there, and leaves nothing else', async () => {
    await writeFile(join(folder, 'from'), 'new');
    await writeFile(join(folder, 'to'), 'old');
    await copyFileAtomically(join(folder, 'from'), join(folder, 'to'));
    expect(await readFile(join(folder, 'to'), 'utf8')).toBe('new');
    expect((await readdir(folder)).sort()).toEqual(['from', 'to']);
  });

  it('keeps the old file where there is nothing to copy', async () => {
    await writeFile(join(folder, 'to'), 'old');
    await expect(copyFileAtomically(join(folder, 'none'), join(folder, 'to'))).rejects.toThrow('ENOENT');
    expect(await readFile(join(folder, 'to'), 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['to']);
  });
});
