import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeEnvironment } from './describe-environment.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'environment-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const given = { backend: { name: 'wasm', device: 'WebAssembly, SIMD' }, command: 'node dist/main.js' } as const;
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { cwd: folder, encoding: 'utf8' });

describe('describeEnvironment', () => {
  it('is plain data about this machine, with what it was given', async () => {
    const environment = await describeEnvironment({ ...given, date: new Date(0) });
    expect(JSON.parse(JSON.stringify(environment))).toEqual(environment);
    expect(environment).toMatchObject({ ...given, date: '1970-01-01T00:00:00.000Z', node: process.versions.node });
    const { machine } = environment;
    expect(machine.cpu).not.toBe('');
    expect(machine.system).toContain(process.arch);
    expect(machine.cores).toBeGreaterThanOrEqual(1);
    // A machine's memory, not bytes or pages of it.
    expect(machine.memoryGiB).toBeGreaterThanOrEqual(1);
    expect(machine.memoryGiB).toBeLessThan(1e5);
  });

  it('gives the versions of the packages that are installed', async () => {
    const { packages } = await describeEnvironment(given);
    const core = new URL('../../../packages/core/package.json', import.meta.url);
    const { version } = JSON.parse(await readFile(core, 'utf8')) as { version: string };
    expect(packages['@disalign/core']).toBe(version);
    expect(packages['@tensorflow/tfjs']).toBe('4.22.0');
    expect(Object.values(packages)).not.toContain(undefined);
  });

  it('names the commit, and says whether files beside the results were changed', async () => {
    git('init', '--quiet');
    await mkdir(join(folder, 'benchmarks', 'results'), { recursive: true });
    await writeFile(join(folder, 'benchmarks', 'a.ts'), '1');
    git('add', '.');
    git('commit', '--quiet', '--message', 'a');
    const commit = git('rev-parse', 'HEAD').trim();
    const source = async () => (await describeEnvironment({ ...given, folder: join(folder, 'benchmarks') })).source;

    expect(await source()).toEqual({ commit, modified: false });
    await writeFile(join(folder, 'benchmarks', 'results', 'a.json'), '{}');
    expect(await source()).toEqual({ commit, modified: false });
    // Also a file that is new, and beside the folder that was asked about.
    await writeFile(join(folder, 'b.ts'), '1');
    expect(await source()).toEqual({ commit, modified: true });
    await rm(join(folder, 'b.ts'));
    await writeFile(join(folder, 'benchmarks', 'a.ts'), '2');
    expect(await source()).toEqual({ commit, modified: true });
  });

  it('knows no source outside a checkout', async () => {
    expect((await describeEnvironment({ ...given, folder })).source).toBeNull();
  });
});
