import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resumable, resumableFolder } from './resumable.js';

let workspace: string;
let cache: string;
beforeEach(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'resumable-'));
  cache = join(workspace, 'benchmarks/.cache');
  await put('packages/core/dist/index.js', 'one');
});
afterEach(() => rm(workspace, { recursive: true }));

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(workspace, path)), { recursive: true });
  await writeFile(join(workspace, path), text);
}

describe('resumable', () => {
  let runs: number;
  beforeEach(() => {
    runs = 0;
  });
  const run = (task: object) => resumable('arm', task, async () => ({ run: ++runs }), { workspace });

  it('runs a task once, and another task too', async () => {
    expect(await run({ arm: 0 })).toEqual({ run: 1 });
    expect(await run({ arm: 0 })).toEqual({ run: 1 });
    expect(await run({ arm: 1 })).toEqual({ run: 2 });
    expect(await run({ arm: 0 })).toEqual({ run: 1 });
  });

  it('keeps typed arrays, and numbers JSON does not have', async () => {
    const result = { labels: Int32Array.of(3, -1), correct: Uint8Array.of(1, 0), rho: NaN, none: null };
    await resumable('arm', {}, async () => result, { workspace });
    expect(await resumable('arm', {}, () => Promise.reject(new Error('ran again')), { workspace })).toEqual(result);
  });

  it.each(['packages/core/dist/index.js', 'packages/classification/assets/fonts', 'benchmarks/checkpoints/glyph-lt-0'])(
    'runs again when %s changes',
    async (path) => {
      await put(path, 'one');
      await run({});
      await put(path, 'two');
      expect(await run({})).toEqual({ run: 2 });
      await put(path, 'one');
      expect(await run({})).toEqual({ run: 1 });
    },
  );

  it('runs again when a file of the user that is named changes, or another one comes', async () => {
    const options = { workspace, files: [join(workspace, 'dump/*.npz')] };
    const runOnDump = () => resumable('arm', {}, async () => ++runs, options);
    await put('dump/train.npz', 'one');
    expect([await runOnDump(), await runOnDump()]).toEqual([1, 1]);
    await put('dump/train.npz', 'other');
    expect([await runOnDump(), await runOnDump()]).toEqual([2, 2]);
    await put('dump/test.npz', 'new');
    expect(await runOnDump()).toBe(3);
  });

  it('does not run again for a source that is not built', async () => {
    await run({});
    await put('packages/core/src/index.ts', 'three');
    expect(await run({})).toEqual({ run: 1 });
  });

  it('keeps nothing of a run that fails', async () => {
    const fail = () => Promise.reject(new Error('interrupted'));
    await expect(resumable('arm', {}, fail, { workspace })).rejects.toThrow('interrupted');
    expect(await run({})).toEqual({ run: 1 });
  });
});

describe('resumableFolder', () => {
  const fill = (text: string) => (folder: string) => writeFile(join(folder, 'features'), text);
  const open = (name: string, task: object, text: string) => resumableFolder(name, task, fill(text), { workspace });
  const read = (folder: string) => readFile(join(folder, 'features'), 'utf8');

  it('fills a folder once', async () => {
    const folder = await open('glyph-0', {}, 'first');
    expect(await open('glyph-0', {}, 'second')).toBe(folder);
    expect(await read(folder)).toBe('first');
  });

  it('replaces the folder of the same name for other inputs, and no other', async () => {
    const others = [await open('glyph-01', {}, 'other'), await open('glyph', {}, 'other')];
    const old = await open('glyph-0', { backend: 'cpu' }, 'cpu');
    const folder = await open('glyph-0', { backend: 'wasm' }, 'wasm');
    expect(await read(folder)).toBe('wasm');
    expect((await readdir(cache)).map((name) => join(cache, name)).sort()).toEqual([folder, ...others].sort());
    expect(folder).not.toBe(old);
  });

  it('does not take an unfinished folder, nor what lies in it', async () => {
    const interrupt = async (folder: string) => {
      await writeFile(join(folder, 'half'), '');
      throw new Error('interrupted');
    };
    await expect(resumableFolder('glyph-0', {}, interrupt, { workspace })).rejects.toThrow('interrupted');
    expect(await readdir(cache)).toHaveLength(1);
    const folder = await open('glyph-0', {}, 'whole');
    expect(await readdir(folder)).toEqual(['features']);
    expect(await readdir(cache)).toHaveLength(1);
  });
});
