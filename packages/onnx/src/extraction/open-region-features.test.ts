import { createRandom } from '@disalign/core';
import { absentEnvironments, expectClose } from '@disalign/test-support';
import { describe, expect, it } from 'vitest';
import { modelPath, modelValues } from '../fixtures/model-cases.js';
import { runModel } from '../fixtures/run-model.js';
import { completePreprocessing } from '../preprocessing/complete-preprocessing.js';
import { inputValues } from '../preprocessing/input-values.js';
import { openRegionFeatures } from './open-region-features.js';

const random = createRandom(4);
const image = { height: 7, width: 7, channels: 3, data: Uint8Array.from({ length: 147 }, () => random.nextInt(256)) };
const model = modelPath({ file: 'box-head-torchvision.onnx' });

describe.skipIf('onnxruntime' in absentEnvironments())('openRegionFeatures', () => {
  it('gives features, logits and the tensors that were asked for', async () => {
    const [scores, deltas] = Object.keys(modelValues({ file: 'box-head-torchvision.onnx' }).outputs);
    const options = { model, preprocessing: { resize: null }, classes: 7, further: [deltas] };
    const detector = await openRegionFeatures(options);
    const { head, tensors, inputSize } = await detector.read(image);
    await detector.close();
    expect([head.rows, head.features.length, head.logits.length]).toEqual([1, 20, 7]);
    expect(inputSize).toEqual({ height: 7, width: 7 });
    expect(tensors[deltas].shape).toEqual([1, 24]);

    const values = inputValues([image], completePreprocessing(options.preprocessing));
    const [input] = modelValues({ file: 'box-head-torchvision.onnx' }).input;
    const outputs = await runModel(model, [input, { dtype: 'F32', ...values }]);
    expectClose(head.logits, outputs[scores].values, { relative: 1e-6 });
    expectClose(tensors[deltas].data, outputs[deltas].values, { relative: 1e-6 });
  });

  it('names a further tensor that is none', async () => {
    const options = { model, preprocessing: { resize: null }, classes: 7, further: ['masks'] };
    await expect(openRegionFeatures(options)).rejects.toThrow('tensor masks must be made by a node of the graph');
  });
});
