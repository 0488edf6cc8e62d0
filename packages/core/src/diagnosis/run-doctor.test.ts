import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { bundleForNode } from '@disalign/test-support';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backendNames } from '../backends/backend-name.js';
import type { BackendDiagnosis } from './diagnose-backends.js';
import { formatDiagnosis } from './format-diagnosis.js';
import { runDoctor } from './run-doctor.js';

const sources = join(import.meta.dirname, '..');

describe('disalign-doctor in a fresh process', () => {
  let folder: string;
  let script: string;

  beforeAll(async () => {
    ({ folder, script } = await bundleForNode(sources, { entry: { file: 'diagnosis/doctor-main.ts' } }));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const doctor = (...args: string[]) =>
    spawnSync(process.execPath, [script, ...args], { encoding: 'utf8', timeout: 50_000 });

  it('prints every backend as JSON, and nothing else', () => {
    const { status, stdout } = doctor('--json', '--seconds', '0.1');
    const { backends } = JSON.parse(stdout) as { backends: BackendDiagnosis[] };
    expect(backends.map(({ name }) => name)).toEqual([...backendNames]);
    expect(backends.at(-1)).toMatchObject({ name: 'cpu', starts: true, speed: { isCorrect: true } });
    expect(status).toBe(0);
  });

  it('prints a line for each reason, and two for each backend that starts', () => {
    const { status, stdout } = doctor('--seconds', '0.1');
    const [heading, blank, ...lines] = stdout.trimEnd().split('\n');
    expect([heading, blank]).toEqual(formatDiagnosis([]).concat('\n').split('\n').slice(0, 2));
    for (const name of backendNames) expect(lines.filter((line) => line.startsWith(`${name} `))).toHaveLength(1);
    expect(lines.at(-1)).toMatch(/^ +composed \[\d+, 2048, 1000\]: [\d,.]+ rows\/s .+, error \d\.\de-\d$/);
    expect(status).toBe(0);
  });

  it('ends with code 2 and one line for an option that is none', () => {
    const { status, stdout, stderr } = doctor('--fast');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^disalign-doctor: [^\n]+\n$/);
  });
});

describe('runDoctor', () => {
  async function run(...args: string[]) {
    const written = { stdout: '', stderr: '' };
    const status = await runDoctor(args, {
      stdout: { write: (text) => (written.stdout += text) },
      stderr: { write: (text) => (written.stderr += text) },
    });
    return { status, ...written };
  }

  it.each([[['--fast']], [['cpu']], [['--seconds', 'many']], [['--seconds', '0']]])(
    'gives code 2 and writes one line for %s',
    async (args) => {
      const { status, stdout, stderr } = await run(...args);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toMatch(/^disalign-doctor: [^\n]+\n$/);
    },
  );

  it('says how it is used', async () => {
    const usage = { status: 0, stdout: expect.stringContaining('--json') as string, stderr: '' };
    expect(await run('--help')).toEqual(usage);
  });

  it('gives code 1, and says so, where a backend computes wrong', async () => {
    const kernelName = 'DisAlignAlign';
    tf.registerKernel({
      kernelName,
      backendName: 'cpu',
      kernelFunc: ({ inputs }) => tf.zeros([(inputs.theta?.shape[0] ?? 0) + 4]),
    });
    const { status, stdout, stderr } = await run('--seconds', '0.1').finally(() =>
      tf.unregisterKernel(kernelName, 'cpu'),
    );
    expect([status, stderr]).toEqual([1, '']);
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/error 1\.0e\+0: WRONG/);
  });
});
