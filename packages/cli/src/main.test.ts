import { spawn } from 'node:child_process';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { join } from 'node:path';
import { once } from 'node:events';
import { bundleForNode } from '@disalign/test-support';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeLongTailedFiles } from './fixtures/long-tailed-rows.js';
import { temporaryFolder } from './fixtures/temporary-folder.js';

const folder = temporaryFolder();
let program: { folder: string; script: string };

interface ProcessOutcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program in the folder; `onStart` gets the process. */
async function run(
  args: readonly string[],
  { shell = '', onStart }: { shell?: string; onStart?: (interrupt: () => void) => Promise<void> } = {},
): Promise<ProcessOutcome> {
  const command = [process.execPath, program.script, ...args];
  const quoted = command.map((word) => `'${word}'`).join(' ');
  const child = spawn('sh', ['-c', `${shell} exec ${quoted}`], { cwd: folder.path, stdio: ['ignore', 'pipe', 'pipe'] });
  const written = { stdout: '', stderr: '' };
  child.stdout.on('data', (bytes: Buffer) => (written.stdout += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (written.stderr += bytes.toString()));
  void onStart?.(() => child.kill('SIGINT'));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...written };
}

describe('the program', () => {
  beforeAll(async () => {
    program = await bundleForNode(import.meta.dirname, { entry: { file: 'main.ts' }, packages: 'build' });
  });
  afterAll(() => rm(program.folder, { recursive: true }));
  beforeEach(async () => {
    await rm(folder.path, { recursive: true });
    await mkdir(folder.path);
    await writeLongTailedFiles(folder.path);
  });

  it('does what the README says, to the letter', async () => {
    const fit = await run('fit train.safetensors --counts counts.json --rho 1.2 -o calibration.safetensors'.split(' '));
    expect(fit).toMatchObject({ code: 0, stderr: '' });
    const { code, stdout } = await run('evaluate test.safetensors -c calibration.safetensors --json'.split(' '));
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ rows: 450, verdict: { recommendation: 'calibrated' } });
  });

  it('leaves nothing behind on a full disk, of any command', async () => {
    await run(['fit', 'train.safetensors', '--rho', '1']);
    await writeFile(
      join(folder.path, 'config.yaml'),
      'features: { train: train.safetensors, test: test.safetensors }\n',
    );
    const before = (await readdir(folder.path)).sort();
    const commands = [
      ['fit', 'train.safetensors', '--rho', '1', '-o', 'other.safetensors'],
      ['apply', 'test.safetensors', '-c', 'calibration.safetensors', '-o', 'applied.safetensors'],
      ['init', 'other.yaml'],
    ];
    for (const command of commands) {
      // No file may grow: what a write gets then differs from a full disk by its number alone.
      const { code, stderr } = await run(command, { shell: 'ulimit -f 0;' });
      expect({ command, code }).toEqual({ command, code: 2 });
      expect(stderr).toMatch(/^disalign: EFBIG: file too large, write\n$/);
      expect((await readdir(folder.path)).sort()).toEqual(before);
    }
  });

  it('ends on Ctrl-C with nothing half-written, and goes on from there', async () => {
    await writeFile(
      join(folder.path, 'config.yaml'),
      'output: out\nfeatures: { train: train.safetensors }\nfit: { rho: 1, engine: host, optimizer: { kind: sgd, epochs: 500 } }\n',
    );
    const out = join(folder.path, 'out');
    const hasBegun = async () => (await readdir(out).catch(() => [])).some((name) => name.startsWith('fit-state-'));
    const first = await run(['run', 'config.yaml'], {
      onStart: async (interrupt) => {
        while (!(await hasBegun())) await setTimeout(10);
        interrupt();
      },
    });
    expect(first).toEqual({ code: 130, stdout: '', stderr: 'disalign: interrupted\n' });
    expect(await readdir(out)).toEqual([expect.stringMatching(/^fit-state-\w+\.safetensors$/)]);
    const { code } = await run(['run', 'config.yaml']);
    expect(code).toBe(0);
    expect((await readdir(out)).sort()).toEqual(['calibration.safetensors', 'steps.json']);
  });
});
