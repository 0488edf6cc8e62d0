import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectClose } from '@disalign/test-support';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calibrateOnHost } from '../calibration/calibrate-on-host.js';
import { identityCalibration } from '../calibration/identity-calibration.js';
import { parseSafetensors } from '../files/parse-safetensors.js';
import { tensorToFloat64 } from '../files/tensor-to-float64.js';
import { calibrationFromCheckpoint } from './calibration-from-checkpoint.js';
import { savePytorchCalibration } from './save-pytorch-calibration.js';

const fixtures = join(import.meta.dirname, 'fixtures');
const fixture = (name: string) => join(fixtures, `${name}.pth`);
const { tensors } = parseSafetensors(readFileSync(join(fixtures, 'checkpoints.safetensors')), 'checkpoints');
const values = (name: string) => tensorToFloat64(tensors.get(name)!);
const [rows] = tensors.get('features')!.shape;
const batch = (kind: string) => ({ rows, features: values('features'), logits: values(`${kind}.logits`) });

const kinds = [
  { kind: 'classification', form: 'additive', confidence: undefined },
  { kind: 'detection', form: 'blend', confidence: undefined },
  { kind: 'segmentation', form: 'blend', confidence: 'rectified' },
] as const;

describe('calibrationFromCheckpoint', () => {
  it.each(kinds)('calibrates as the network in PyTorch: $kind', async ({ kind, form, confidence }) => {
    const calibration = await calibrationFromCheckpoint(fixture(kind), { form });
    expect(calibration.confidence?.form).toBe(confidence);
    // Parameters are float32 in the file; the rest is float64 on both sides.
    expectClose(calibrateOnHost(batch(kind), calibration), values(`${kind}.calibrated`), { relative: 1e-12 });
  });

  it('takes the parameters behind a prefix, and names what is not there', async () => {
    const options = { form: 'blend', prefix: 'roi_heads.box_predictor' } as const;
    const named = await calibrationFromCheckpoint(fixture('detection'), options);
    expect(named).toEqual(await calibrationFromCheckpoint(fixture('detection'), { form: 'blend' }));
    await expect(calibrationFromCheckpoint(fixture('detection'), { form: 'blend', prefix: 'head' })).rejects.toThrow(
      'detection.pth: parameter head.logit_scale must be a tensor, got none',
    );
    await expect(calibrationFromCheckpoint(fixture('every-dtype'), { form: 'blend' })).rejects.toThrow(
      'parameter logit_scale must be at one place, or a prefix given, got none',
    );
  });
});

describe('savePytorchCalibration', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'disalign-pytorch-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const saved = async (
    ...args: Parameters<typeof savePytorchCalibration> extends [string, ...infer Rest] ? Rest : never
  ) => {
    const path = join(folder, 'calibration.safetensors');
    await savePytorchCalibration(path, ...args);
    return parseSafetensors(await readFile(path), path);
  };

  it.each(kinds)('gives back the parameters of $kind', async ({ kind, form, confidence }) => {
    const calibration = await calibrationFromCheckpoint(fixture(kind), { form });
    const { tensors: written, metadata } = await saved(calibration);
    expect(metadata).toMatchObject({ form, confidence: confidence ?? 'sigmoid' });
    expect(written.get('logit_scale')).toEqual({
      dtype: 'F32',
      shape: [5],
      data: Float32Array.from(calibration.scale),
    });
    expect(written.get('confidence_layer.weight')?.shape).toEqual([1, 7]);
    expect([...written.keys()].sort()).toEqual([
      'confidence_layer.bias',
      'confidence_layer.weight',
      'logit_bias',
      'logit_scale',
    ]);
  });

  it('folds standardisation in, and says that there is no confidence', async () => {
    const one = (value: number) => Float64Array.of(value);
    const confidence = { weight: one(3), bias: 1, mean: one(2), deviation: one(0.5) };
    // 3 / 0.5 = 6; 1 - 6 * 2 = -11
    const folded = await saved({ ...identityCalibration(2), confidence });
    expect(folded.tensors.get('confidence_layer.weight')?.data).toEqual(Float32Array.of(6));
    expect(folded.tensors.get('confidence_layer.bias')?.data).toEqual(Float32Array.of(-11));
    const without = await saved({ ...identityCalibration(2), confidence: null });
    expect(without.metadata).toMatchObject({ form: 'blend', confidence: 'none' });
    expect(without.tensors.has('confidence_layer.weight')).toBe(false);
  });
});
