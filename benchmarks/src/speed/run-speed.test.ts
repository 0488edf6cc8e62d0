import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import fastGlob from 'fast-glob';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SpeedResult } from './report/speed-markdown.js';

const source = join(import.meta.dirname, '..');
// Beside the packages, so that what is imported is found.
const cache = join(source, '../.cache');

describe('the command speed in a process of its own', () => {
  let folder: string;

  beforeAll(async () => {
    mkdirSync(cache, { recursive: true });
    folder = mkdtempSync(join(cache, 'speed-command-'));
    const entryPoints = await fastGlob('**/*.ts', { cwd: source, ignore: ['**/*.test.ts', '**/fixtures/**'] });
    await build({
      entryPoints: entryPoints.map((path) => join(source, path)),
      outbase: source,
      outdir: join(folder, 'src'),
      format: 'esm',
      target: 'node20',
      platform: 'node',
      logLevel: 'silent',
    });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const speed = (...args: string[]) =>
    spawnSync(process.execPath, [join(folder, 'src/speed/main.js'), ...args], { encoding: 'utf8', timeout: 170_000 });

  it('measures, checks and writes everything, in sizes of no weight', { timeout: 180_000 }, () => {
    const shards = join(folder, 'shards');
    const kernels = ['--cases', '32x24x10', '--megabytes', '1', '--rounds', '2', '--turn', '2', '--python', 'none'];
    const fits = ['--fit', '300x24x10', '--generator-rows', '400', '--epochs', '2', '--fit-rounds', '1'];
    const small = ['--image', '24x12x5', '--side', '16'];
    const where = ['--cache', shards, '--out', folder, '--name', 'small'];
    const { status, stdout, stderr } = speed(...kernels, ...small, ...fits, '--origins', 'hot,busy', ...where);
    expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
    expect(stderr).toContain('Left out: PyTorch: not asked for');
    const result = JSON.parse(readFileSync(join(folder, 'small.json'), 'utf8')) as SpeedResult;
    expect(result.tasks.map(({ pass, access }) => `${pass} ${access}`)).toEqual([
      'forward streamed',
      'forward hot',
      'gradients streamed',
      'gradients hot',
      'forward streamed',
      'forward hot',
      'forward-nchw streamed',
      'forward-nchw hot',
    ]);
    expect(result.counting.map(({ maps, pixels, timings }) => [maps, pixels, timings.length])).toEqual([
      ['scenes', 256, 1],
      ['noise', 256, 1],
    ]);
    for (const { timings, failures } of result.tasks) {
      expect(failures).toEqual([]);
      for (const { kind, error, samples } of timings) {
        if (kind === 'limit') expect(error).toBeNull();
        else expect(error).toBeLessThan(5e-6);
        expect(samples.length).toBeGreaterThan(0);
      }
    }
    const names = result.tasks[2].timings.map(({ name, threads }) => `${name} x ${threads}`);
    expect(names).toEqual(expect.arrayContaining(['wasm threads, strict x 2', 'cpu, composed x 1']));
    expect(names).toEqual(expect.arrayContaining(['triad, WebAssembly x 1', 'copy, WebAssembly x 2']));
    expect(result.fits?.runs.map(({ origin, rows, threads }) => `${origin} ${rows} on ${threads}`).sort()).toEqual([
      'busy 300 on 1',
      'busy 300 on 2',
      'generator 400 on 2',
      'hot 300 on 2',
    ]);
    expect(result.environment.command).toContain('npx nx run benchmarks:speed -- --cases 32x24x10');
    const page = readFileSync(join(folder, 'small.md'), 'utf8');
    for (const text of [
      '## Bars',
      '## Loss and gradients [32x24x10], hot',
      '## Confusion of noise',
      '## Fit [300 x 24 x 10]',
      'Commit: ',
    ]) {
      expect(page).toContain(text);
    }
    expect(stdout).toContain('Written: ');
    expect(readdirSync(shards)).toEqual(['fit-300x24x10']);
    expect(speed('--clean', '--cache', shards).status).toBe(0);
    expect(existsSync(shards)).toBe(false);
  });

  it('ends with code 2 and one line for what it does not know', () => {
    const { status, stdout, stderr } = speed('--only', 'gpu');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^--only: [^\n]+\n$/);
  });
});
