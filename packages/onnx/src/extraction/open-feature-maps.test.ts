import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from '@disalign/core';
import { openFeatureShards, writeFeatureShards } from '@disalign/core/node';
import { absentEnvironments, expectClose } from '@disalign/test-support';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { modelPath, modelValues } from '../fixtures/model-cases.js';
import { rowsOf } from '../fixtures/rows-of.js';
import { runModel } from '../fixtures/run-model.js';
import { completePreprocessing } from '../preprocessing/complete-preprocessing.js';
import { inputValues } from '../preprocessing/input-values.js';
import { tapModel } from '../tap/tap-model.js';
import { openFeatureMaps } from './open-feature-maps.js';

const random = createRandom(3);
const data = Uint8Array.from({ length: 32 * 32 * 3 }, () => random.nextInt(256));
const image = { height: 32, width: 32, channels: 3, data };
const preprocessing = { resize: null, scale: 1, mean: [123.675, 116.28, 103.53], std: [58.395, 57.12, 57.375] };

describe.skipIf('onnxruntime' in absentEnvironments())('openFeatureMaps', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'disalign-maps-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it.each([
    { file: 'fcn-torchscript.onnx', side: 8, features: 16, classes: 6 },
    { file: 'segformer-dynamo.onnx', side: 8, features: 12, classes: 5 },
  ])('gives features and logits of every cell of $file', async ({ file, side, features, classes }) => {
    const network = await openFeatureMaps({ model: modelPath({ file }), preprocessing });
    const maps = await network.read(image);
    await network.close();
    expect(maps.inputSize).toEqual({ height: 32, width: 32 });
    expect(maps.features).toMatchObject({ height: side, width: side, channels: features });
    expect(maps.logits).toMatchObject({ height: side, width: side, channels: classes });

    const tapped = join(folder, 'tapped.onnx');
    const tap = await tapModel(modelPath({ file }), tapped, { classes });
    const values = inputValues([image], completePreprocessing(preprocessing));
    const outputs = await runModel(tapped, [modelValues({ file }).input[0], { dtype: 'F32', ...values }]);
    for (const [name, map] of [
      [tap.features, maps.features],
      [tap.logits, maps.logits],
    ] as const) {
      expectClose(map.data, rowsOf(outputs[name], 'second'), { relative: 1e-6 });
    }
  });

  it('gives the rows of a fit: every cell of an image with its label', async () => {
    const network = await openFeatureMaps({ model: modelPath({ file: 'fcn-torchscript.onnx' }), preprocessing });
    async function* cells() {
      const { features, logits } = await network.read(image);
      const rows = features.height * features.width;
      yield {
        rows,
        features: features.data,
        logits: logits.data,
        labels: Int32Array.from({ length: rows }, (_, i) => i % 6),
      };
    }
    await writeFeatureShards(folder, cells());
    await network.close();
    const { rows, featureSize, classes } = await openFeatureShards(join(folder, '*.safetensors'));
    expect([rows, featureSize, classes]).toEqual([64, 16, 6]);
  });

  it('refuses padding, and a model that gives no map of the image', async () => {
    const model = modelPath({ file: 'fcn-torchscript.onnx' });
    await expect(openFeatureMaps({ model, preprocessing: { ...preprocessing, padTo: 32 } })).rejects.toThrow(
      '`preprocessing.padTo` must be 1, got 32',
    );
    const network = await openFeatureMaps({ model: modelPath({ file: 'resnet-torchscript.onnx' }), preprocessing });
    await expect(network.read(image)).rejects.toThrow('must be a map of one image, got 1 x 16');
    await network.close();
  });
});
