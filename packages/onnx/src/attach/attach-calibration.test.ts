import { mkdtemp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create, toBinary } from '@bufbuild/protobuf';
import { FileFormatError, identityCalibration, logitAdjustment, type CalibrationRecord } from '@disalign/core';
import { StringStringEntryProtoSchema } from 'onnx-buf';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { detachCalibration } from '../detach/detach-calibration.js';
import { messageField } from '../edit/splice-graph.js';
import { modelPath } from '../fixtures/model-cases.js';
import { writeModel } from '../fixtures/write-model.js';
import { inspectModel } from '../inspect/inspect-model.js';
import { tapModel } from '../tap/tap-model.js';
import { attachCalibration } from './attach-calibration.js';

const resnet = modelPath({ file: 'resnet-torchscript.onnx' });
const counts = Array.from({ length: 10 }, (_, k) => 100 - 9 * k);
const record: CalibrationRecord = { calibration: logitAdjustment(counts), classNames: counts.map(String), fit: null };

function withConfidence(classes: number, featureSize: number): CalibrationRecord {
  const ones = new Float64Array(featureSize).fill(1);
  const confidence = { weight: ones, bias: 0, mean: new Float64Array(featureSize), deviation: ones };
  return { calibration: { ...identityCalibration(classes), confidence }, classNames: null, fit: null };
}

describe('attachCalibration', () => {
  let folder: string;
  const at = (name: string) => join(folder, name);
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'disalign-onnx-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('says in the metadata what was attached', async () => {
    const { tensor } = await attachCalibration(resnet, at('c.onnx'), record);
    const { metadata } = await inspectModel(at('c.onnx'));
    expect(metadata).toMatchObject({
      'disalign.version': '1',
      'disalign.tensor': tensor,
      'disalign.background': 'none',
    });
    expect(metadata['disalign.original-sha256']).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.parse(metadata['disalign.calibration'])).toMatchObject({
      form: 'blend',
      classNames: JSON.stringify(record.classNames),
    });
  });

  it.each([
    ['of other classes', identityRecord(9), 'graph must be one with a classifier of 9 classes, got 36 (10 classes)'],
    [
      'of other features',
      withConfidence(10, 15),
      'tensor /Flatten_output_0 must be 15 features, as the calibration has, got 16',
    ],
  ])('refuses a calibration %s, and writes nothing', async (_, wrong, message) => {
    await expect(attachCalibration(resnet, at('c.onnx'), wrong)).rejects.toThrow(`${resnet}: ${message}`);
    expect(await readdir(folder)).toEqual([]);
  });

  it('refuses a second calibration, as tapModel does', async () => {
    await attachCalibration(resnet, at('c.onnx'), record);
    const expected =
      'model must be not calibrated yet (detachCalibration gives the original back), got a calibrated one';
    await expect(attachCalibration(at('c.onnx'), at('d.onnx'), record)).rejects.toThrow(expected);
    await expect(tapModel(at('c.onnx'), at('d.onnx'))).rejects.toThrow(expected);
    expect(await readdir(folder)).toEqual(['c.onnx']);
  });

  it('refuses operators from before broadcasting', async () => {
    const node = [{ opType: 'MatMul', input: ['x', 'w'], output: ['y'] }];
    const initializer = [{ name: 'w', dims: [4n, 10n], dataType: 1 }];
    await writeModel(at('old.onnx'), { node, initializer, input: [{ name: 'x' }], output: [{ name: 'y' }] }, 6);
    await expect(attachCalibration(at('old.onnx'), at('c.onnx'), record)).rejects.toThrow(
      'operator set must be 7 or newer, got 6',
    );
  });

  it('replaces the model where both paths are one', async () => {
    await writeFile(at('m.onnx'), await readFile(resnet));
    await attachCalibration(at('m.onnx'), at('m.onnx'), record);
    expect((await inspectModel(at('m.onnx'))).metadata).toHaveProperty(['disalign.version']);
    await detachCalibration(at('m.onnx'), at('m.onnx'));
    expect((await readFile(at('m.onnx'))).equals(await readFile(resnet))).toBe(true);
  });

  it('keeps fields that no version of ONNX knows yet', async () => {
    const unknown = messageField(4000, new TextEncoder().encode('of the future'));
    await writeFile(at('m.onnx'), Buffer.concat([await readFile(resnet), unknown]));
    await attachCalibration(at('m.onnx'), at('c.onnx'), record);
    expect(Buffer.from(await readFile(at('c.onnx'))).includes(Buffer.from(unknown))).toBe(true);
    await detachCalibration(at('c.onnx'), at('d.onnx'));
    expect((await readFile(at('d.onnx'))).equals(await readFile(at('m.onnx')))).toBe(true);
  });

  it('copies tensors outside the file where the model goes into another folder', async () => {
    await mkdir(at('other'));
    await attachCalibration(modelPath({ file: 'external-data.onnx' }), at('other/c.onnx'), record);
    const copied = await readFile(at('other/external-data.bin'));
    expect(copied.equals(await readFile(modelPath({ file: 'external-data.bin' })))).toBe(true);
    await writeFile(at('external-data.bin'), 'something else');
    await expect(attachCalibration(modelPath({ file: 'external-data.onnx' }), at('c.onnx'), record)).rejects.toThrow(
      `${at('external-data.bin')}: file must be that of`,
    );
    expect((await readdir(folder)).sort()).toEqual(['external-data.bin', 'other']);
  });

  it('follows no name of a file out of the folder of the model', async () => {
    const externalData = [{ key: 'location', value: '../../etc/passwd' }];
    const initializer = [{ name: 'w', dims: [4n, 10n], dataType: 1, externalData }];
    const node = [{ opType: 'MatMul', input: ['x', 'w'], output: ['y'] }];
    await writeModel(at('m.onnx'), { node, initializer, input: [{ name: 'x' }], output: [{ name: 'y' }] });
    await mkdir(at('other'));
    await expect(attachCalibration(at('m.onnx'), at('other/c.onnx'), record)).rejects.toThrow(
      'external data must be in the folder of the model, got ../../etc/passwd',
    );
  });

  describe('undone', () => {
    it('refuses a model that was never calibrated', async () => {
      await expect(detachCalibration(resnet, at('o.onnx'))).rejects.toThrow(
        `${resnet}: model must be calibrated by attachCalibration, got no disalign.prefix`,
      );
    });

    it('refuses a model that was changed since, and writes nothing', async () => {
      await attachCalibration(resnet, at('c.onnx'), record);
      const entry = toBinary(
        StringStringEntryProtoSchema,
        create(StringStringEntryProtoSchema, { key: 'a', value: 'b' }),
      );
      await writeFile(at('c.onnx'), Buffer.concat([await readFile(at('c.onnx')), messageField(14, entry)]));
      const error = await detachCalibration(at('c.onnx'), at('o.onnx')).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(FileFormatError);
      expect(String(error)).toContain('got another: it was changed after attachCalibration');
      expect(await readdir(folder)).toEqual(['c.onnx']);
    });
  });
});

function identityRecord(classes: number): CalibrationRecord {
  return { calibration: identityCalibration(classes), classNames: null, fit: null };
}
