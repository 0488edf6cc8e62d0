import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { logitAdjustment, type CalibrationRecord } from '@disalign/core';
import { bundleForNode } from '@disalign/test-support';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { attachCalibration } from '../attach/attach-calibration.js';
import { detachCalibration } from '../detach/detach-calibration.js';
import { modelPath } from '../fixtures/model-cases.js';
import { writeModel } from '../fixtures/write-model.js';
import { tapModel } from '../tap/tap-model.js';
import { messageHead } from './splice-graph.js';

const sources = join(import.meta.dirname, '..');
const resnet = modelPath({ file: 'resnet-torchscript.onnx' });
const calibration = logitAdjustment(Array.from({ length: 10 }, (_, k) => 100 - 9 * k));
const record: CalibrationRecord = { calibration, classNames: null, fit: null };

let folder: string;
const at = (name: string) => join(folder, name);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'disalign-edits-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('on a disk that is full', () => {
  it('attach, detach and tap leave the old file, and nothing beside it', async ({ skip }) => {
    await attachCalibration(resnet, at('calibrated.onnx'), record);
    const disk = at('disk');
    await mkdir(disk);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8k', 'tmpfs', disk], { stdio: 'pipe' });
    } catch {
      skip('mounting a small disk needs root and mount(8)');
    }
    try {
      const to = join(disk, 'm.onnx');
      await writeFile(to, 'old');
      const edits = [
        () => attachCalibration(resnet, to, record),
        () => detachCalibration(at('calibrated.onnx'), to),
        () => tapModel(resnet, to),
        () => attachCalibration(modelPath({ file: 'external-data.onnx' }), to, record),
      ];
      for (const edit of edits) {
        await expect(edit()).rejects.toThrow('ENOSPC');
        expect(await readFile(to, 'utf8')).toBe('old');
        expect(await readdir(disk)).toEqual(['m.onnx']);
      }
    } finally {
      execFileSync('umount', [disk]);
    }
  });
});

describe('stopped by Ctrl-C while it writes', () => {
  it('attach leaves the old file as it was', async () => {
    const model = at('large.onnx');
    // 256 MB that no reader of the graph needs: a field that ONNX does not know, in a hole of the disk.
    await writeFile(model, await readFile(resnet));
    const length = 2 ** 28;
    await appendFile(model, messageHead(4000, length));
    const { size } = await stat(model);
    await truncate(model, size + length);
    await writeFile(at('calibrated.onnx'), 'old');
    const { folder: built, script } = await bundleForNode(sources, {
      entry: {
        contents: `
      import { identityCalibration } from '@disalign/core';
      import { attachCalibration } from './attach/attach-calibration.ts';
      const record = { calibration: { ...identityCalibration(10), bias: new Float64Array(10).fill(1) }, classNames: null, fit: null };
      await attachCalibration(process.argv[2], process.argv[3], record);
    `,
      },
    });
    const child = spawn(process.execPath, [script, model, at('calibrated.onnx')], { stdio: 'ignore' });
    const ended = once(child, 'exit');
    const isWriting = async () => (await readdir(folder)).some((name) => name.endsWith('.tmp'));
    while (child.exitCode === null && !(await isWriting())) await new Promise((resolve) => setTimeout(resolve, 2));
    child.kill('SIGINT');
    const [, signal] = (await ended) as [number | null, string | null];
    await rm(built, { recursive: true });
    expect(signal).toBe('SIGINT');
    expect(await readFile(at('calibrated.onnx'), 'utf8')).toBe('old');
  });
});

describe('of a model with 1 GB of tensors beside it', () => {
  it('takes less than 200 MB of memory', async () => {
    const [classes, features] = [1024n, 262_144n];
    const location = { key: 'location', value: 'weights.bin' };
    const initializer = [
      { name: 'w', dims: [features, classes], dataType: 1, dataLocation: 1, externalData: [location] },
    ];
    const node = [{ opType: 'MatMul', name: 'fc', input: ['x', 'w'], output: ['y'] }];
    await writeModel(at('m.onnx'), { node, initializer, input: [{ name: 'x' }], output: [{ name: 'y' }] });
    await writeFile(at('weights.bin'), '');
    await truncate(at('weights.bin'), 2 ** 30);
    const { folder: built, script } = await bundleForNode(sources, {
      entry: {
        contents: `
      import { identityCalibration } from '@disalign/core';
      import { attachCalibration } from './attach/attach-calibration.ts';
      import { detachCalibration } from './detach/detach-calibration.ts';
      const record = { calibration: { ...identityCalibration(1024), bias: new Float64Array(1024).fill(1) }, classNames: null, fit: null };
      const [model, calibrated, original] = process.argv.slice(2);
      await attachCalibration(model, calibrated, record);
      await detachCalibration(calibrated, original);
      process.stdout.write(String(process.resourceUsage().maxRSS));
    `,
      },
    });
    const paths = ['m', 'calibrated', 'original'].map((name) => at(`${name}.onnx`));
    const kilobytes = Number(execFileSync(process.execPath, [script, ...paths], { encoding: 'utf8' }));
    await rm(built, { recursive: true });
    expect((await readFile(paths[2])).equals(await readFile(paths[0]))).toBe(true);
    expect(kilobytes).toBeGreaterThan(10_000);
    expect(kilobytes / 1000).toBeLessThan(200);
  });
});
