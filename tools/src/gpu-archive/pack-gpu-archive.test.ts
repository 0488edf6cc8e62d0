import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { absentEnvironments } from '@disalign/test-support';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { packGpuArchive } from './pack-gpu-archive.js';

const workspaceRoot = join(import.meta.dirname, '../../..');
const isHere = process.platform === 'linux' && process.arch === 'x64' && !('webgpu' in absentEnvironments());

const written = z.object({
  environment: z.object({
    backend: z.object({ name: z.literal('webgpu'), device: z.string().min(1) }),
    packages: z.object({ '@disalign/core': z.string(), webgpu: z.string() }),
  }),
  tasks: z.array(
    z.object({
      pass: z.string(),
      timings: z.array(z.object({ name: z.string(), kind: z.string(), error: z.number().nullable() })),
    }),
  ),
  bars: z.array(z.object({ name: z.string(), verdict: z.string() })),
});

describe.runIf(isHere)('the packed program, in a folder without node_modules', () => {
  let folder: string;
  let script: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gpu-archive-test-'));
    script = join(folder, 'disalign-gpu.sh');
    await packGpuArchive(workspaceRoot, script);
  }, 300_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const run = (...args: string[]) =>
    spawnSync('sh', [script, ...args], {
      cwd: folder,
      env: { ...process.env, TMPDIR: folder, NODE_PATH: '' },
      encoding: 'utf8',
      timeout: 100_000,
    });

  it('is under 60 MB', () => {
    expect(statSync(script).size).toBeLessThan(60e6);
  });

  it('measures on the software adapter, is right, and leaves nothing but its results', { timeout: 120_000 }, () => {
    const sizes = ['--sizes', '96x64x40', '--copy-megabytes', '4', '--rounds', '2', '--turn', '5'];
    const { status, stderr } = run('--software-adapter', '--python', 'none', ...sizes);
    expect({ status, stderr }).toEqual({ status: 0, stderr: 'Left out: PyTorch: not asked for\n' });
    expect(readdirSync(folder).sort()).toEqual(['disalign-gpu.sh', 'gpu.json', 'gpu.md']);
    const { tasks, bars } = written.parse(JSON.parse(readFileSync(join(folder, 'gpu.json'), 'utf8')));
    expect(new Set(tasks.map(({ pass }) => pass))).toEqual(new Set(['forward', 'gradients']));
    for (const { timings } of tasks) {
      expect(timings.map(({ name }) => name)).toEqual(['copy, WGSL', 'copy, copyBufferToBuffer', 'webgpu, fused']);
      for (const { kind, error } of timings) if (kind === 'fused') expect(error).toBeLessThan(5e-6);
    }
    expect(bars.at(-1)).toEqual({ name: 'largest error of a fused kernel', verdict: 'pass' });
  });

  it('ends with code 2 and one line for what it does not know', () => {
    const { status, stderr } = run('--sizes', 'large');
    expect({ status, stderr }).toEqual({ status: 2, stderr: '--sizes: must be three sizes like 512x2048x1000\n' });
  });
});
