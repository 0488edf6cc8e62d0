import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileFormatError } from '@disalign/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { modelCases, modelPath } from '../fixtures/model-cases.js';
import { inspectModel } from './inspect-model.js';

describe('inspectModel', () => {
  it.each(modelCases)('finds the classifier of $file', async (model) => {
    const { classifiers, dead } = await inspectModel(modelPath(model));
    const { classes, featureSize, isCosine } = model;
    const fitting = classifiers.filter((candidate) => candidate.classes === classes);
    expect(fitting).toMatchObject([{ featureSize, isCosine }]);
    expect(fitting[0].outputs).not.toEqual([]);
    expect(dead).toEqual([]);
  });

  it('lists all that the outputs come from', async () => {
    const { classifiers } = await inspectModel(modelPath({ file: 'box-head-detectron2.onnx' }));
    expect(classifiers.map(({ classes }) => classes)).toEqual([7, 24]);
  });

  it('says what a model is made of', async () => {
    const inspection = await inspectModel(modelPath({ file: 'keras-tf2onnx.onnx' }));
    expect(inspection).toMatchObject({ irVersion: 8, opset: 15, producer: 'tf2onnx 1', nodes: 7, externalFiles: [] });
    expect(inspection.inputs).toEqual([{ name: 'image', elementType: 'float32', shape: ['batch', 16, 16, 3] }]);
    expect(inspection.outputs).toEqual([{ name: 'predictions', elementType: 'float32', shape: ['batch', 9] }]);
    const { externalFiles } = await inspectModel(modelPath({ file: 'external-data.onnx' }));
    expect(externalFiles).toEqual(['external-data.bin']);
  });

  it('leaves stored tensors out of the inputs, where an old model lists them', async () => {
    const { inputs, irVersion } = await inspectModel(modelPath({ file: 'caffe-opset-7-ir-3.onnx' }));
    expect([irVersion, inputs.map(({ name }) => name)]).toEqual([3, ['data']]);
  });

  it('tells a cosine head from others, and where its features are before they are divided by their length', async () => {
    const { classifiers } = await inspectModel(modelPath({ file: 'cosine-torchscript.onnx' }));
    expect(classifiers).toMatchObject([{ features: '/Div_output_0', unnormalizedFeatures: '/Flatten_output_0' }]);
  });

  describe('of what is no model', () => {
    let path: string;
    let folder: string;
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'disalign-onnx-'));
      path = join(folder, 'model.onnx');
    });
    afterEach(() => rm(folder, { recursive: true }));

    it.each([
      ['nothing', new Uint8Array()],
      ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
      ['a text', new TextEncoder().encode('{"model": "resnet"}')],
      ['a zip archive', Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0)],
    ])('refuses %s in one line that names the file', async (_, bytes) => {
      await writeFile(path, bytes);
      const error = await inspectModel(path).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(FileFormatError);
      expect(String(error)).toContain(`${path}: file must be a whole ONNX model, got `);
      expect(String(error)).not.toContain('\n');
    });

    it('refuses a model that is cut off, wherever', async () => {
      const whole = await readFile(modelPath({ file: 'mobilenet-opset-11.onnx' }));
      for (let length = 1; length < whole.length; length += 97) {
        await writeFile(path, whole.subarray(0, length));
        await expect(inspectModel(path)).rejects.toThrow('must be a whole ONNX model');
      }
    });

    it('passes on that a file is missing', async () => {
      await expect(inspectModel(path)).rejects.toThrow('ENOENT');
    });
  });
});
