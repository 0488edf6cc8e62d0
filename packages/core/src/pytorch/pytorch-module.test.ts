import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectClose } from '@disalign/test-support';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calibrateOnHost } from '../calibration/calibrate-on-host.js';
import type { Calibration } from '../calibration/calibration.js';
import { encodeSafetensors } from '../files/encode-safetensors.js';
import { parseSafetensors } from '../files/parse-safetensors.js';
import { tensorToFloat64 } from '../files/tensor-to-float64.js';
import { savePytorchCalibration } from './save-pytorch-calibration.js';

const stored = parseSafetensors(
  readFileSync(join(import.meta.dirname, 'fixtures/pytorch-module.safetensors')),
  'pytorch-module',
).tensors;
const values = (name: string) => tensorToFloat64(stored.get(name)!);
const [rows] = stored.get('features')!.shape;
const batch = { rows, features: values('features'), logits: values('logits') };

const cases = [
  { form: 'blend', confidence: 'sigmoid' },
  { form: 'additive', confidence: 'sigmoid' },
  { form: 'blend', confidence: 'rectified' },
  { form: 'additive', confidence: 'none' },
] as const;

function calibrationOf({ form, confidence }: (typeof cases)[number]): Calibration {
  const read = (name: string) => values(`${form}.${confidence}.${name}`);
  const parts = { form, scale: read('logit_scale'), bias: read('logit_bias') };
  if (confidence === 'none') return { ...parts, confidence: null };
  const weight = read('confidence_layer.weight');
  const [bias] = read('confidence_layer.bias');
  const [mean, deviation] = [new Float64Array(weight.length), new Float64Array(weight.length).fill(1)];
  return { ...parts, confidence: { form: confidence, weight, bias, mean, deviation } };
}

/** The module as the README has it. */
async function moduleInReadme(): Promise<string> {
  const readme = await readFile(join(import.meta.dirname, '../../README.md'), 'utf8');
  return /```python\n(.*?)```/s.exec(readme)![1];
}

const python = process.env.DISALIGN_PYTHON ?? 'python3';
const script = `
import sys
from safetensors.torch import load_file, save_file
batch = load_file(sys.argv[1])
with torch.no_grad():
    save_file({"calibrated": DisAlign(sys.argv[2])(batch["features"], batch["logits"])}, sys.argv[3])
`;

describe('the PyTorch module of the README', () => {
  let folder: string;
  const at = (name: string) => join(folder, name);
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'disalign-module-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each(cases)('gave what the library gives: $form, $confidence', (settings) => {
    const expected = values(`${settings.form}.${settings.confidence}.calibrated`);
    // PyTorch computes in float32.
    expectClose(calibrateOnHost(batch, calibrationOf(settings)), expected, { relative: 1e-5, absolute: 1e-6 });
  });

  it.each(cases)('reads what is saved for it: $form, $confidence', async (settings) => {
    const path = at('calibration.safetensors');
    await savePytorchCalibration(path, calibrationOf(settings));
    const { tensors, metadata } = parseSafetensors(await readFile(path), path);
    expect(metadata).toEqual(settings);
    for (const [name, tensor] of tensors) {
      expect(tensor).toEqual(stored.get(`${settings.form}.${settings.confidence}.${name}`));
    }
  });

  it('gives what the library gives, run here', async ({ skip }) => {
    try {
      execFileSync(python, ['-c', 'import torch, safetensors'], { stdio: 'pipe' });
    } catch {
      skip('no Python with torch and safetensors; DISALIGN_PYTHON names another than python3');
    }
    await writeFile(at('module.py'), (await moduleInReadme()) + script);
    const inputs = { features: stored.get('features')!, logits: stored.get('logits')! };
    await writeFile(at('batch.safetensors'), encodeSafetensors(inputs));
    await savePytorchCalibration(at('calibration.safetensors'), calibrationOf(cases[2]));
    const files = ['batch', 'calibration', 'result'].map((name) => at(`${name}.safetensors`));
    execFileSync(python, [at('module.py'), ...files], { stdio: 'pipe' });
    const { tensors } = parseSafetensors(await readFile(at('result.safetensors')), 'result');
    const expected = calibrateOnHost(batch, calibrationOf(cases[2]));
    expectClose(tensorToFloat64(tensors.get('calibrated')!), expected, { relative: 1e-5, absolute: 1e-6 });
  });
});
