import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { logitAdjustment, startBackend } from '@disalign/core';
import { modelFiles, readSafetensors, saveCalibration } from '@disalign/core/node';
import { expectClose } from '@disalign/test-support';
import * as tf from '@tensorflow/tfjs';
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
    const { tensor } = JSON.parse(stdout) as { tensor: string };
    const { tensors } = await readSafetensors(resnetValuesPath);
    const [input] = [...tensors].filter(([name]) => name.startsWith('input.'));
    const [before, after] = [await runOnnx(resnetPath, input[1]), await runOnnx(output, input[1])];
    const [name] = Object.keys(before);
    const expected = before[name].map((logit, at) => logit + adjusted.calibration.bias[at % 10]);
    expectClose(after[name], expected, { relative: 1e-5 });
    const { stdout: inspected } = await runInProcess(['inspect', output]);
    expect(inspected).toContain(`calibrated at ${tensor}\n`);
  });

  it('writes what PyTorch loads, under the names of the authors', async () => {
    await saveCalibration(place('c.safetensors'), adjusted);
    const output = place('pytorch.safetensors');
    const outcome = await runInProcess(['export', place('c.safetensors'), '--format', 'pytorch', '-o', output]);
    expect(outcome).toEqual({ code: 0, stdout: `Written: ${output}\n`, stderr: '' });
    const { tensors, metadata } = await readSafetensors(output);
    expect([...tensors.keys()].sort()).toEqual(['logit_bias', 'logit_scale']);
    expect(tensors.get('logit_bias')?.data).toEqual(Float32Array.from(adjusted.calibration.bias));
    expect(metadata).toEqual({ form: 'blend', confidence: 'none' });
  });

  it('calibrates a model of TensorFlow.js in its folder', async () => {
    await startBackend('cpu');
    const two = logitAdjustment([9, 1]);
    await saveCalibration(place('two.safetensors'), { ...adjusted, calibration: two });
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [3] })] });
    await model.save(modelFiles(place('web')));
    const args = [
      'export',
      place('two.safetensors'),
      '--format',
      'tfjs',
      '-m',
      place('web'),
      '-o',
      place('web-calibrated'),
    ];
    expect(await runInProcess(args)).toMatchObject({ code: 0, stderr: '' });
    const calibrated = await tf.loadLayersModel(modelFiles(place('web-calibrated')));
    const input = tf.tensor2d([[0.5, -1, 2]]);
    const [before, after] = [model, calibrated].map((one) => [...(one.predict(input) as tf.Tensor).dataSync()]);
    expectClose(
      after,
      before.map((logit, k) => logit + two.bias[k]),
      { relative: 1e-5, absolute: 1e-6 },
    );
    for (const one of [input, model, calibrated]) one.dispose();
    const missing = await runInProcess(['export', place('two.safetensors'), '--format', 'tfjs']);
    expect(missing).toEqual({ code: 2, stdout: '', stderr: 'disalign: --model is needed for --format tfjs\n' });
  });

  it('refuses a model that is calibrated already, one of other classes or features, and what is no model', async () => {
    await saveCalibration(place('c.safetensors'), adjusted);
    await saveCalibration(place('two.safetensors'), { ...adjusted, calibration: logitAdjustment([2, 1]) });
    const five = {
      weight: new Float64Array(5),
      bias: 0,
      mean: new Float64Array(5),
      deviation: new Float64Array(5).fill(1),
    };
    const otherFeatures = { ...adjusted, calibration: { ...adjusted.calibration, confidence: five } };
    await saveCalibration(place('five.safetensors'), otherFeatures);
    await runInProcess(['export', place('c.safetensors'), '-m', resnetPath, '-o', place('once.onnx')]);
    await writeFile(place('none.onnx'), 'no model');
    await writeFile(place('cut.onnx'), (await readFile(resnetPath)).subarray(0, 500));
    const cases = [
      ['c.safetensors', place('once.onnx'), 'model must be not calibrated yet'],
      ['two.safetensors', resnetPath, 'a classifier of 2 classes'],
      ['five.safetensors', resnetPath, 'must be 5 features, as the calibration has, got 16'],
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
