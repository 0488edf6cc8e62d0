import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { logitAdjustment } from '@disalign/core';
import { readSafetensors, saveCalibration } from '@disalign/core/node';
import { expectClose } from '@disalign/test-support';
import { describe, expect, it } from 'vitest';
import { resnetPath, resnetValuesPath } from '../fixtures/models.js';
import { runInProcess } from '../fixtures/run-in-process.js';
import { runOnnx } from '../fixtures/run-onnx.js';
import { temporaryFolder } from '../fixtures/temporary-folder.js';

const folder = temporaryFolder();
const place = (name: string) => join(folder.path, name);
const adjusted = { calibration: logitAdjustment([90, 80, 70, 60, 50, 40, 30, 20, 10, 5]), classNames: null, fit: null };

describe('disalign export', () => {
  it('writes a model that onnxruntime runs to calibrated logits', async () => {
    await saveCalibration(place('c.safetensors'), adjusted);
    const output = place('calibrated.onnx');
    const { code, stdout } = await runInProcess([
      'export',
      place('c.safetensors'),
      '-m',
      resnetPath,
      '-o',
      output,
      '--json',
    ]);
    expect(code).toBe(0);
    const { classifier } = JSON.parse(stdout) as { classifier: { tensor: string; classes: number } };
    expect(classifier.classes).toBe(10);
    const { tensors } = await readSafetensors(resnetValuesPath);
    const [input] = [...tensors].filter(([name]) => name.startsWith('input.'));
    const [before, after] = [await runOnnx(resnetPath, input[1]), await runOnnx(output, input[1])];
    const [name] = Object.keys(before);
    const expected = before[name].map((logit, at) => logit + adjusted.calibration.bias[at % 10]);
    expectClose(after[name], expected, { relative: 1e-5 });
    const { stdout: inspected } = await runInProcess(['inspect', output]);
    expect(inspected).toContain(`calibrated at ${classifier.tensor}\n`);
  });

  it('refuses a model that is calibrated already, one of other classes, and what is no model', async () => {
    await saveCalibration(place('c.safetensors'), adjusted);
    await saveCalibration(place('two.safetensors'), { ...adjusted, calibration: logitAdjustment([2, 1]) });
    await runInProcess(['export', place('c.safetensors'), '-m', resnetPath, '-o', place('once.onnx')]);
    await writeFile(place('none.onnx'), 'no model');
    await writeFile(place('cut.onnx'), (await readFile(resnetPath)).subarray(0, 500));
    const cases = [
      ['c.safetensors', place('once.onnx'), 'model must be not calibrated yet'],
      ['two.safetensors', resnetPath, 'a classifier of 2 classes'],
      ['c.safetensors', place('none.onnx'), 'none.onnx: '],
      ['c.safetensors', place('cut.onnx'), 'cut.onnx: '],
    ];
    for (const [calibration, model, message] of cases) {
      const { code, stderr } = await runInProcess([
        'export',
        place(calibration),
        '-m',
        model,
        '-o',
        place('never.onnx'),
      ]);
      expect(code).toBe(2);
      expect(stderr).toContain(message);
      expect(stderr.trimEnd()).not.toContain('\n');
    }
    expect(await readdir(folder.path)).not.toContain('never.onnx');
  });
});
