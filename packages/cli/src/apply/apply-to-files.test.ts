import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { calibrateOnHost, confidenceOnHost, predictClasses, tensorToFloat32 } from '@disalign/core';
import { openFeatureShards, readNpz, readSafetensors, saveCalibration } from '@disalign/core/node';
import { describe, expect, it } from 'vitest';
import { writeLongTailedFiles } from '../fixtures/long-tailed-rows.js';
import { runInProcess } from '../fixtures/run-in-process.js';
import { temporaryFolder } from '../fixtures/temporary-folder.js';

const folder = temporaryFolder();
const calibration = {
  form: 'blend',
  scale: Float64Array.of(1.1, 0.9, 1.3),
  bias: Float64Array.of(-4, 0.5, 2),
  confidence: {
    weight: Float64Array.of(0.3, -0.2, 0.1),
    bias: 0.4,
    mean: new Float64Array(3),
    deviation: Float64Array.of(1, 2, 3),
  },
} as const;

describe('disalign apply', () => {
  it('writes the logits, confidences and predictions that core computes', async () => {
    const { test } = await writeLongTailedFiles(folder.path);
    const file = join(folder.path, 'calibration.safetensors');
    await saveCalibration(file, { calibration, classNames: null, fit: null });
    const rows = await (await openFeatureShards([test])).read({ start: 0, end: 450 });
    const expected = calibrateOnHost(rows, calibration);
    const before = predictClasses(rows.logits, 3);
    const predicted = predictClasses(expected, 3);
    const changed = predicted.filter((label, row) => label !== before[row]).length;
    expect(changed).toBeGreaterThan(0);
    for (const ending of ['safetensors', 'npz']) {
      const output = join(folder.path, `calibrated.${ending}`);
      const { code, stdout } = await runInProcess(['apply', test, '-c', file, '-o', output, '--json']);
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toEqual({ output, rows: 450, classes: 3, changed });
      const tensors = ending === 'npz' ? await readNpz(output) : (await readSafetensors(output)).tensors;
      const floats = (name: string) => tensorToFloat32(tensors.get(name)!);
      expect(tensors.get('logits')?.shape).toEqual([450, 3]);
      expect(floats('logits')).toEqual(Float32Array.from(expected));
      expect(floats('confidence')).toEqual(Float32Array.from(confidenceOnHost(rows, calibration)));
      expect(tensors.get('predictions')?.data).toEqual(predicted);
    }
  });

  it('refuses another ending before it computes anything', async () => {
    const { test } = await writeLongTailedFiles(folder.path);
    const { code, stderr } = await runInProcess(['apply', test, '-c', 'none', '-o', join(folder.path, 'a.csv')]);
    expect(code).toBe(2);
    expect(stderr).toContain('applyToFiles: `output` must end in .npz or .safetensors, got ');
    expect(await readdir(folder.path)).not.toContain('a.csv');
  });
});
