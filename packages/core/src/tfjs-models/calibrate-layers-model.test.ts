import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { describeOnEveryBackend, expectClose } from '@disalign/test-support';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { calibrateOnHost } from '../calibration/calibrate-on-host.js';
import { identityCalibration } from '../calibration/identity-calibration.js';
import { softmaxOnHost } from '../calibration/softmax-on-host.js';
import { calibrateLayersModel } from './calibrate-layers-model.js';
import { calibrationKinds, drawnCalibration } from './fixtures/drawn-calibration.js';
import { modelFiles } from './model-files.js';

const sizes = { classes: 5, featureSize: 4 };

/** Two Dense layers; softmax in the second, or none. */
function rowsModel(activation: 'softmax' | 'linear'): tf.LayersModel {
  const kernelInitializer = tf.initializers.randomNormal({ seed: 4 });
  const hidden = tf.layers.dense({ units: 4, activation: 'relu', inputShape: [3], name: 'hidden', kernelInitializer });
  const head = tf.layers.dense({
    units: 5,
    activation,
    name: 'head',
    kernelInitializer,
    biasInitializer: kernelInitializer,
  });
  return tf.sequential({ layers: [hidden, head] });
}

/** A 1 x 1 convolution over a map, enlarged twice, and a second output that is not calibrated. */
function mapModel(): tf.LayersModel {
  const kernelInitializer = tf.initializers.randomNormal({ seed: 4 });
  const input = tf.input({ shape: [4, 4, 3] });
  const convolution = { kernelSize: 1, kernelInitializer };
  const features = tf.layers
    .conv2d({ ...convolution, filters: 4, activation: 'relu', name: 'hidden' })
    .apply(input) as tf.SymbolicTensor;
  const logits = tf.layers.conv2d({ ...convolution, filters: 5, name: 'head' }).apply(features) as tf.SymbolicTensor;
  const enlarged = tf.layers.upSampling2d({ size: [2, 2] }).apply(logits) as tf.SymbolicTensor;
  const other = tf.layers.globalAveragePooling2d({}).apply(features) as tf.SymbolicTensor;
  return tf.model({ inputs: input, outputs: [enlarged, other] });
}

describeOnEveryBackend('calibrateLayersModel', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'disalign-layers-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** Saved, loaded and run. */
  async function predict(model: tf.LayersModel, x: tf.Tensor): Promise<Float32Array[]> {
    await model.save(modelFiles(folder));
    const loaded = await tf.loadLayersModel(modelFiles(folder));
    const outputs = loaded.predict(x);
    const values = await Promise.all([outputs].flat().map((output) => output.data<'float32'>()));
    loaded.dispose();
    tf.dispose(outputs);
    return values;
  }

  /** Features and logits of a model, by parts of it that share its layers. */
  async function inside(model: tf.LayersModel, x: tf.Tensor) {
    const values = ['hidden', 'head'].map((name) => {
      const part = tf.model({ inputs: model.inputs, outputs: model.getLayer(name).output });
      return (part.predict(x) as tf.Tensor).data<'float32'>();
    });
    const [features, logits] = await Promise.all(values);
    return { rows: logits.length / 5, features, logits };
  }

  const rows = () => tf.randomNormal([6, 3], 0, 1, 'float32', 5);

  it.each(calibrationKinds)('gives the logits of the library: %s, %s', async (form, confidence) => {
    const calibration = drawnCalibration(sizes, form, confidence);
    const model = rowsModel('linear');
    const batch = await inside(model, rows());
    const calibrated = await calibrateLayersModel(model, calibration);
    const [logits] = await predict(calibrated, rows());
    expectClose(logits, calibrateOnHost(batch, calibration), { relative: 1e-6, absolute: 1e-6 });
    calibrated.dispose();
    model.dispose();
  });

  it('calibrates before the softmax that is part of the classifier', async () => {
    const calibration = drawnCalibration(sizes, 'blend', 'sigmoid');
    const linear = rowsModel('linear');
    const softmax = rowsModel('softmax');
    softmax.setWeights(linear.getWeights());
    const calibrated = await calibrateLayersModel(softmax, calibration);
    const expected = softmaxOnHost(calibrateOnHost(await inside(linear, rows()), calibration), 5);
    const [probabilities] = await predict(calibrated, rows());
    expectClose(probabilities, expected, { relative: 1e-5, absolute: 1e-6 });
    tf.dispose([calibrated, linear, softmax].map((model) => model.dispose() && []));
  });

  it('calibrates every cell of a map, and leaves other outputs as they are', async () => {
    const calibration = drawnCalibration(sizes, 'blend', 'rectified');
    const model = mapModel();
    const x = tf.randomNormal([2, 4, 4, 3], 0, 1, 'float32', 6);
    const expected = calibrateOnHost(await inside(model, x), calibration);
    const calibrated = await calibrateLayersModel(model, calibration, { classifier: 'head' });
    const [enlarged, other] = await predict(calibrated, x);
    const [, before] = model.predict(x) as tf.Tensor[];
    const map = tf.tensor4d(Float32Array.from(expected), [2, 4, 4, 5]);
    const twice = tf.image.resizeNearestNeighbor(map, [8, 8]);
    expectClose(enlarged, await twice.data(), { relative: 1e-6, absolute: 1e-6 });
    expect(other).toEqual(await before.data());
    calibrated.dispose();
    model.dispose();
  });

  it('changes no logit by the identity, and not the model that it was given', async () => {
    const model = rowsModel('linear');
    const [before] = await predict(model, rows());
    const calibrated = await calibrateLayersModel(model, identityCalibration(5));
    expect(await predict(calibrated, rows())).toEqual([before]);
    calibrated.dispose();
    expect(await predict(model, rows())).toEqual([before]);
    model.dispose();
  });

  it('says what it does not find', async () => {
    const model = rowsModel('linear');
    const refuse = (...args: Parameters<typeof calibrateLayersModel> extends [unknown, ...infer Rest] ? Rest : never) =>
      expect(calibrateLayersModel(model, ...args)).rejects;
    await refuse(identityCalibration(6)).toThrow('a Dense or 1 x 1 Conv2D layer of 6 units, got none');
    await refuse(identityCalibration(5), { classifier: 'hidden' }).toThrow(
      'of 5 units by the name of hidden, got none',
    );
    await refuse(drawnCalibration({ classes: 5, featureSize: 3 }, 'blend', 'sigmoid')).toThrow(
      '3 features before head, got 4',
    );
    await refuse(drawnCalibration({ classes: 4, featureSize: 3 }, 'blend', 'sigmoid')).toThrow(
      'must end in linear, softmax or sigmoid logits, got "relu"',
    );
    model.dispose();
  });
});
