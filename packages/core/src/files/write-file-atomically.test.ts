import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, open, readdir, readFile, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { writeFileAtomically } from './write-file-atomically.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'disalign-'));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

/** What every open file inherits from: where a disk can be made to fail. */
async function fileHandles(path: string): Promise<FileHandle> {
  const handle = await open(path);
  await handle.close();
  return Object.getPrototypeOf(handle) as FileHandle;
}

const bytes = (text: string) => new TextEncoder().encode(text);

describe('writeFileAtomically', () => {
  it('writes bytes, and pieces in their order, over an old file and leaves nothing else behind', async () => {
    const path = join(folder, 'a.bin');
    await writeFileAtomically(path, bytes('old and longer'));
    await writeFileAtomically(path, [bytes('n'), bytes(''), bytes('ew')]);
    expect(await readFile(path, 'utf8')).toBe('new');
    expect(await readdir(folder)).toEqual(['a.bin']);
  });

  it('keeps the old file until the last piece is there', async () => {
    const path = join(folder, 'a.bin');
    await writeFile(path, 'old');
    async function* pieces() {
      yield bytes('ne');
      expect(await readFile(path, 'utf8')).toBe('old');
      yield bytes('w');
    }
    await writeFileAtomically(path, pieces());
    expect(await readFile(path, 'utf8')).toBe('new');
  });

  it('leaves the old file and no temporary when the content fails half-way', async () => {
    const path = join(folder, 'a.bin');
    await writeFile(path, 'old');
    async function* full() {
      yield bytes('half of it');
      throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    }
    await expect(writeFileAtomically(path, full())).rejects.toThrow('ENOSPC');
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['a.bin']);
  });

  it('leaves no temporary when the name is taken by a folder or the parent is missing', async () => {
    await mkdir(join(folder, 'taken'));
    await writeFile(join(folder, 'taken', 'x'), '');
    await expect(writeFileAtomically(join(folder, 'taken'), bytes('x'))).rejects.toThrow();
    await expect(writeFileAtomically(join(folder, 'missing', 'x'), bytes('x'))).rejects.toThrow('ENOENT');
    expect(await readdir(folder)).toEqual(['taken']);
  });

  it('lets two writers of one name both finish: one of them wins whole', async () => {
    const path = join(folder, 'a.bin');
    await Promise.all(['one', 'two'].map((text) => writeFileAtomically(path, [bytes(text), bytes(text)])));
    expect(['oneone', 'twotwo']).toContain(await readFile(path, 'utf8'));
    expect(await readdir(folder)).toEqual(['a.bin']);
  });

  it('leaves the old file and no temporary when the disk is full after some bytes, or fails to keep them', async () => {
    const path = join(folder, 'a.bin');
    await writeFile(path, 'old');
    const handles = await fileHandles(path);
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    async function* pieces() {
      yield bytes('half');
      expect((await readdir(folder)).length).toBe(2);
      vi.spyOn(handles, 'write').mockRejectedValueOnce(full);
      yield bytes(' of it');
    }
    await expect(writeFileAtomically(path, pieces())).rejects.toBe(full);
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['a.bin']);
    vi.spyOn(handles, 'sync').mockRejectedValueOnce(full);
    await expect(writeFileAtomically(path, bytes('new'))).rejects.toBe(full);
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['a.bin']);
    await writeFileAtomically(path, bytes('new'));
    expect(await readFile(path, 'utf8')).toBe('new');
  });

  it('leaves the old file and no temporary on a disk that is really full', async ({ skip }) => {
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'pipe' });
    } catch {
      skip('mounting a small disk needs root and mount(8); the failing content above stands in for it');
    }
    try {
      const path = join(folder, 'a.bin');
      await writeFileAtomically(path, bytes('old'));
      await expect(writeFileAtomically(path, new Uint8Array(200_000).fill(1))).rejects.toThrow('ENOSPC');
      expect(await readFile(path, 'utf8')).toBe('old');
      expect(await readdir(folder)).toEqual(['a.bin']);
    } finally {
      execFileSync('umount', [folder]);
    }
  });
});
