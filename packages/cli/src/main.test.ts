import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { logitAdjustment } from '@disalign/core';
import { saveCalibration } from '@disalign/core/node';
import { bundleForNode } from '@disalign/test-support';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkpointFolder } from './fixtures/checkpoints.js';
import { writeLongTailedFiles } from './fixtures/long-tailed-rows.js';
import { resnetPath } from './fixtures/models.js';
import { runInProcess } from './fixtures/run-in-process.js';
import { temporaryFolder } from './fixtures/temporary-folder.js';
import { writePicture } from './fixtures/write-picture.js';

const folder = temporaryFolder();
const place = (name: string) => join(folder.path, name);

/** The program; and one that runs several command lines in turn, and says how each ended. */
const entries = {
  program: { file: 'main.ts' },
  several: {
    contents: `
      import { runCommandLine } from './command-line/run-command-line.ts';
      const { signal } = new AbortController();
      const outcomes = [];
      for (const args of JSON.parse(process.argv[2])) {
        const written = { stdout: '', stderr: '' };
        const stream = (name) => ({ write: (text) => (written[name] += text) });
        const code = await runCommandLine(args, { stdout: stream('stdout'), stderr: stream('stderr'), signal, env: {} });
        outcomes.push({ command: args[0], code, ...written });
      }
      process.stdout.write(JSON.stringify(outcomes));
    `,
  },
};
const scripts: Record<string, string> = {};

interface ProcessOutcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a script in the folder; `onStart` gets what interrupts it. */
async function run(
  [script, ...args]: readonly string[],
  { shell = '', onStart }: { shell?: string; onStart?: (interrupt: () => void) => Promise<void> } = {},
): Promise<ProcessOutcome> {
  const quoted = [process.execPath, script, ...args].map((word) => `'${word}'`).join(' ');
  const child = spawn('sh', ['-c', `${shell} exec ${quoted}`], { cwd: folder.path, stdio: ['ignore', 'pipe', 'pipe'] });
  const written = { stdout: '', stderr: '' };
  child.stdout.on('data', (bytes: Buffer) => (written.stdout += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (written.stderr += bytes.toString()));
  void onStart?.(() => child.kill('SIGINT'));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...written };
}

describe('the program', () => {
  const bundles: string[] = [];
  beforeAll(async () => {
    for (const [name, entry] of Object.entries(entries)) {
      const bundle = await bundleForNode(import.meta.dirname, { entry, packages: 'build' });
      scripts[name] = bundle.script;
      bundles.push(bundle.folder);
    }
  });
  afterAll(() => Promise.all(bundles.map((bundle) => rm(bundle, { recursive: true }))));
  beforeEach(async () => {
    await rm(folder.path, { recursive: true });
    await mkdir(folder.path);
    await writeLongTailedFiles(folder.path);
  });

  it('does what the README says, to the letter', async () => {
    const line = 'fit train.safetensors --counts counts.json --rho 1.2 -o calibration.safetensors';
    expect(await run([scripts.program, ...line.split(' ')])).toMatchObject({ code: 0, stderr: '' });
    const args = ['evaluate', place('test.safetensors'), '-c', place('calibration.safetensors'), '--json'];
    const { code, stdout } = await runInProcess(args);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ rows: 450, verdict: { recommendation: 'calibrated' } });
  });

  it('leaves nothing behind on a full disk, of any command', async () => {
    const save = (name: string, counts: number[]) =>
      saveCalibration(place(name), { calibration: logitAdjustment(counts), classNames: null, fit: null });
    await save('three.safetensors', [400, 60, 15]);
    await save('ten.safetensors', [90, 80, 70, 60, 50, 40, 30, 20, 10, 5]);
    await runInProcess(['export', place('ten.safetensors'), '-m', resnetPath, '-o', place('calibrated.onnx')]);
    await writePicture(place('1.png'), 1);
    await writeFile(place('list.txt'), '1.png 9\n');
    await writeFile(place('config.yaml'), 'features: { train: train.safetensors }\noutput: .\nfit: { rho: 1 }\n');
    const before = (await readdir(folder.path, { recursive: true })).sort();
    const report = ['report', 'test.safetensors', '-c', 'three.safetensors', '--counts', 'counts.json', '-o', 'r.html'];
    const commands = [
      ['fit', 'train.safetensors', '--rho', '1', '-o', 'other.safetensors'],
      ['apply', 'test.safetensors', '-c', 'three.safetensors', '-o', 'applied.safetensors'],
      ['export', 'ten.safetensors', '-m', resnetPath, '-o', 'other.onnx'],
      ['export', 'ten.safetensors', '--format', 'pytorch', '-o', 'pytorch.safetensors'],
      ['import', join(checkpointFolder, 'detection.pth'), '--form', 'blend', '-o', 'other.safetensors'],
      ['tap', resnetPath, '-o', 'tapped.onnx'],
      ['detach', 'calibrated.onnx', '-o', 'original.onnx'],
      ['extract', 'list.txt', '-m', resnetPath, '-p', 'torchvision', '-o', '.'],
      report,
      ['run', 'config.yaml'],
      ['init', 'other.yaml'],
    ];
    // No file may grow: what a write gets then differs from a full disk by its number alone.
    const { code, stdout } = await run([scripts.several, JSON.stringify(commands)], { shell: 'ulimit -f 0;' });
    expect(code).toBe(0);
    const outcomes = JSON.parse(stdout) as (ProcessOutcome & { command: string })[];
    expect(outcomes).toHaveLength(commands.length);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ code: 2, stdout: '' });
      expect(outcome.stderr).toMatch(/^disalign: EFBIG: file too large, write\n$/);
    }
    expect((await readdir(folder.path, { recursive: true })).sort()).toEqual(before);
  });

  it('ends on Ctrl-C with nothing half-written, and goes on from there', async () => {
    await writeFile(
      place('config.yaml'),
      'output: out\nfeatures: { train: train.safetensors }\nfit: { rho: 1, engine: host, optimizer: { kind: sgd, epochs: 500 } }\n',
    );
    const out = place('out');
    const hasBegun = async () => (await readdir(out).catch(() => [])).some((name) => name.startsWith('fit-state-'));
    const first = await run([scripts.program, 'run', 'config.yaml'], {
      onStart: async (interrupt) => {
        while (!(await hasBegun())) await setTimeout(10);
        interrupt();
      },
    });
    expect(first).toEqual({ code: 130, stdout: '', stderr: 'disalign: interrupted\n' });
    expect(await readdir(out)).toEqual([expect.stringMatching(/^fit-state-\w+\.safetensors$/)]);
    const { code } = await runInProcess(['run', place('config.yaml')]);
    expect(code).toBe(0);
    expect((await readdir(out)).sort()).toEqual(['calibration.safetensors', 'steps.json']);
  });
});
