import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { calibrateOnHost, createRandom, softmaxOnHost, tensorToFloat64, type Calibration } from '@disalign/core';
import { absentEnvironments, expectClose } from '@disalign/test-support';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { detachCalibration } from '../detach/detach-calibration.js';
import { exposeTensor } from '../fixtures/expose-tensor.js';
import { modelCases, modelPath, modelValues, type ModelCase } from '../fixtures/model-cases.js';
import { rowsOf } from '../fixtures/rows-of.js';
import { runModel } from '../fixtures/run-model.js';
import { tapModel } from '../tap/tap-model.js';
import { attachCalibration } from './attach-calibration.js';
import { withBackground } from './with-background.js';

function foregroundClasses({ classes, background }: ModelCase): number {
  return background === 'none' ? classes : classes - 1;
}

function randomCalibration(model: ModelCase, form: 'blend' | 'additive' = 'blend'): Calibration {
  const random = createRandom(11);
  const draw = (length: number, from: number, to: number) =>
    Float64Array.from({ length }, () => from + (to - from) * random.nextFloat());
  const classes = foregroundClasses(model);
  return {
    form,
    scale: draw(classes, 0.4, 2),
    bias: draw(classes, -1, 1),
    confidence: {
      weight: draw(model.featureSize, -0.5, 0.5),
      bias: 0.1,
      mean: draw(model.featureSize, -0.2, 0.5),
      deviation: draw(model.featureSize, 0.5, 1.5),
    },
  };
}

/** Everything is untouched but the first class; a margin of 0 is added to all others. */
function nearIdentity(model: ModelCase): Calibration {
  const calibration = randomCalibration(model);
  const change = (values: Float64Array, rest: number) => values.map((value, k) => (k === 0 ? value : rest));
  return { ...calibration, scale: change(calibration.scale, 1), bias: change(calibration.bias, 0) };
}

function identity(model: ModelCase): Calibration {
  const calibration = randomCalibration(model);
  return { ...calibration, scale: calibration.scale.fill(1), bias: calibration.bias.fill(0) };
}

const record = (calibration: Calibration) => ({ calibration, classNames: null, fit: null });

describe('attachCalibration', () => {
  let folder: string;
  const at = (name: string) => join(folder, name);
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'disalign-onnx-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  describe.skipIf('onnxruntime' in absentEnvironments())('in onnxruntime', () => {
    it.each(modelCases)('calibrates $file as the library does', async (model) => {
      const { input } = modelValues(model);
      const tap = await tapModel(modelPath(model), at('tapped.onnx'), { classes: model.classes });
      const tapped = await runModel(at('tapped.onnx'), input);
      const calibration = randomCalibration(model);
      const { background } = model;
      await attachCalibration(modelPath(model), at('calibrated.onnx'), record(calibration), { background });
      await exposeTensor(at('calibrated.onnx'), at('exposed.onnx'), tap.logits);
      const calibrated = (await runModel(at('exposed.onnx'), input))[tap.logits];

      const logits = rowsOf(tapped[tap.logits], tap.classifier.classAxis);
      const features = rowsOf(tapped[tap.features], tap.classifier.classAxis);
      const rows = logits.length / model.classes;
      const expected = calibrateOnHost({ rows, features, logits }, withBackground(calibration, background));
      expect(rows).toBeGreaterThan(1);
      expectClose(rowsOf(calibrated, tap.classifier.classAxis), expected, toleranceOf(model));
    });

    it.each(modelCases)('changes no bit of $file with the identity', async (model) => {
      const { input, outputs } = modelValues(model);
      const { background } = model;
      const before = await runModel(modelPath(model), input);
      await attachCalibration(modelPath(model), at('identity.onnx'), record(identity(model)), { background });
      expect(await runModel(at('identity.onnx'), input)).toEqual(before);
      for (const [name, tensor] of Object.entries(outputs)) {
        expectClose(before[name].values, tensorToFloat64(tensor), storedToleranceOf(model));
      }
    });

    it.each(modelCases)('leaves every logit of $file alone whose scale and margin do', async (model) => {
      const { input } = modelValues(model);
      const { background } = model;
      const { logits, classifier } = await tapModel(modelPath(model), at('tapped.onnx'), { classes: model.classes });
      await attachCalibration(modelPath(model), at('near.onnx'), record(nearIdentity(model)), { background });
      await exposeTensor(at('near.onnx'), at('exposed.onnx'), logits);
      const rowsIn = async (name: string) => rowsOf((await runModel(at(name), input))[logits], classifier.classAxis);
      const [before, after] = [await rowsIn('tapped.onnx'), await rowsIn('exposed.onnx')];
      const changed = background === 'first' ? 1 : 0;
      const rest = (rows: Float64Array) => rows.filter((_, at) => at % model.classes !== changed);
      expect(rest(after)).toEqual(rest(before));
      expect(after).not.toEqual(before);
    });

    it('leaves what follows to the model: softmax of calibrated scores', async () => {
      const model = modelCases.find(({ file }) => file === 'box-head-detectron2.onnx')!;
      const { input, outputs } = modelValues(model);
      const { background } = model;
      const calibration = record(randomCalibration(model));
      const { tensor } = await attachCalibration(modelPath(model), at('c.onnx'), calibration, { background });
      await exposeTensor(at('c.onnx'), at('exposed.onnx'), tensor);
      const calibrated = await runModel(at('exposed.onnx'), input);
      const [scores, boxes] = Object.keys(outputs);
      const expected = softmaxOnHost(calibrated[tensor].values, model.classes);
      expectClose(calibrated[scores].values, expected, { relative: 1e-5 });
      expectClose(calibrated[boxes].values, tensorToFloat64(outputs[boxes]), { relative: 1e-5, absolute: 1e-6 });
    });
  });

  it.each(modelCases)('is undone to the byte: $file', async (model) => {
    const { background } = model;
    await attachCalibration(modelPath(model), at('calibrated.onnx'), record(randomCalibration(model)), { background });
    await detachCalibration(at('calibrated.onnx'), at('original.onnx'));
    const original = await readFile(modelPath(model));
    expect((await readFile(at('calibrated.onnx'))).equals(original)).toBe(false);
    expect((await readFile(at('original.onnx'))).equals(original)).toBe(true);
  });
});

/** Numbers of 10 bits, rounded once at the end; 24 bits summed in another order. */
function toleranceOf({ file }: ModelCase) {
  return file.includes('float16') ? { relative: 1e-3, absolute: 1e-3 } : { relative: 1e-5, absolute: 1e-5 };
}

/**
 * Of outputs that another machine stored. In 8 bits, onnxruntime's sums of two products saturate on processors without VNNI, and are then
 * others.
 */
function storedToleranceOf(model: ModelCase) {
  return model.file.includes('quantized') ? { relative: 0.1, absolute: 0.1 } : toleranceOf(model);
}
