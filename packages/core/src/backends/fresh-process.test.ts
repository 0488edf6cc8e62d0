import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundleForNode } from '@disalign/test-support';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backendNames } from './backend-name.js';

const sources = join(import.meta.dirname, '..');
const entry = `
  import { writeFileSync } from 'node:fs';
  import * as tf from '@tensorflow/tfjs';
  import * as core from './index.ts';
  import * as node from './node.ts';
  const afterImport = Object.keys(tf.engine().registry);
  await core.availableBackends();
  const afterLooking = Object.keys(tf.engine().registry);
  const cpu = await core.startBackend('cpu');
  tf.scalar(1).dispose();
  await cpu.stop();
  const { name, device } = await core.startBackend('auto');
  const sum = tf.tidy(() => tf.sum(tf.tensor1d([1, 2, 3])));
  const value = (await sum.data())[0];
  const exports = Object.keys(node).length;
  writeFileSync(process.argv[2], JSON.stringify({ afterImport, afterLooking, name, device, value, exports }));
`;

describe('@disalign/core in a fresh process', () => {
  let folder: string;
  let output: { status: number | null; stdout: string; stderr: string; result: Record<string, unknown> };

  beforeAll(async () => {
    const bundle = await bundleForNode(sources, { entry: { contents: entry } });
    ({ folder } = bundle);
    const answer = join(folder, 'answer.json');
    const { status, stdout, stderr } = spawnSync(process.execPath, [bundle.script, answer], {
      encoding: 'utf8',
      timeout: 50_000,
    });
    const result = JSON.parse(readFileSync(answer, 'utf8')) as Record<string, unknown>;
    output = { status, stdout, stderr, result };
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('starts nothing by being imported, and nothing by looking what there is', () => {
    expect(output.result).toMatchObject({ afterImport: [], afterLooking: [] });
    expect(output.result.exports).toBeGreaterThan(0);
  });

  it('computes on what auto takes', () => {
    expect(output.result.value).toBe(6);
    expect(backendNames).toContain(output.result.name);
    expect(output.result.device).toMatch(/./);
  });

  it('writes nothing to stdout, and no advertisement to stderr', () => {
    expect(output.stdout).toBe('');
    expect(output.stderr).not.toContain('TensorFlow.js');
  });

  it('lets the process end with a backend running', () => {
    // Null: ended by the time limit.
    expect(output.status).toBe(0);
  });
});
