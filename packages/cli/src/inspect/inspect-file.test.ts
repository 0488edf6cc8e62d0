import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeSafetensors } from '@disalign/core/node';
import { describe, expect, it } from 'vitest';
import { trainCounts, writeLongTailedFiles } from '../fixtures/long-tailed-rows.js';
import { resnetPath } from '../fixtures/models.js';
import { runInProcess } from '../fixtures/run-in-process.js';
import { temporaryFolder } from '../fixtures/temporary-folder.js';
import { inspectFile } from './inspect-file.js';

const folder = temporaryFolder();
const place = (name: string) => join(folder.path, name);

describe('disalign inspect', () => {
  it('lists the classifiers of a model', async () => {
    const { stdout } = await runInProcess(['inspect', resnetPath]);
    expect(stdout).toMatch(/: ONNX model of pytorch .*, opset \d+, IR \d+, \d+ nodes\n/);
    expect(stdout).toMatch(/^classifier {2}\S+: 10 classes of \d+ features \(Gemm, float32\), reaches \S+$/m);
    const { kind } = await inspectFile(resnetPath);
    expect(kind).toBe('model');
  });

  it('says what a calibration was fitted to and is worth', async () => {
    const { train } = await writeLongTailedFiles(folder.path);
    await runInProcess(['fit', train, '--rho', '1', '-o', place('c.safetensors')]);
    const { stdout } = await runInProcess(['inspect', place('c.safetensors')]);
    expect(stdout).toContain('c.safetensors: calibration of 3 classes (blend), confidence of 3 features\n');
    expect(stdout).toContain('fitted      rho 1, lbfgs, host-float64\n');
    expect(stdout).toContain('few-shot, under 20');
    const json: unknown = JSON.parse((await runInProcess(['inspect', place('c.safetensors'), '--json'])).stdout);
    expect(json).toMatchObject({
      kind: 'calibration',
      calibration: { classes: 3, featureSize: 3, fit: { counts: [...trainCounts] } },
    });
  });

  it('counts the rows of features', async () => {
    const { train } = await writeLongTailedFiles(folder.path);
    const facts = { rows: 475, featureSize: 3, classes: 3, views: 1, ignored: 0, counts: trainCounts };
    expect(await inspectFile(train)).toEqual({ kind: 'features', path: train, features: facts });
    const { stdout } = await runInProcess(['inspect', train]);
    expect(stdout).toBe(
      `${train}: 475 rows, 3 features, 3 logits, 1 view\nlargest class 400 rows, smallest 15, 0 without any\n`,
    );
  });

  it('refuses what is none of them', async () => {
    await writeSafetensors(place('other.safetensors'), {
      weight: { dtype: 'F32', shape: [1], data: Float32Array.of(1) },
    });
    await writeFile(place('text.txt'), 'nothing of that kind');
    await expect(inspectFile(place('other.safetensors'))).rejects.toThrow(
      'other.safetensors: the file must be a model, a calibration, or features and logits, got one with weight',
    );
    await expect(inspectFile(place('text.txt'))).rejects.toThrow('text.txt: ');
  });
});
