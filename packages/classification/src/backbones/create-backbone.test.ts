import { presentBackends, startTestBackend } from '@disalign/test-support';
import * as tf from '@tensorflow/tfjs';
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { backboneSettingsSchema } from './backbone-settings-schema.js';
import { createBackbone } from './create-backbone.js';
import { scatter, scatteredParameters } from './fixtures/scattered-parameters.js';
import type { NamedParameters, ParameterDescription, StoredParameters } from './layers/layer.js';

const numbers = z.array(z.number());
// Made by tools/goldens/make_backbone_goldens.py.
const goldens = z
  .array(
    z.object({
      title: z.string(),
      settings: backboneSettingsSchema,
      imageShape: z.tuple([z.int(), z.int(), z.int(), z.int()]),
      parameterNames: z.array(z.string()),
      evaluationFeatures: numbers,
      trainingFeatures: numbers,
      firstFilterGradient: numbers,
      lastRunningMean: numbers,
      lastRunningVariance: numbers,
    }),
  )
  .parse(JSON.parse(readFileSync(new URL('fixtures/backbone-goldens.json', import.meta.url), 'utf8')));

/** PyTorch's [N, C, H, W], with the channels where TensorFlow.js has them. */
const toImages = (tensor: tf.Tensor): tf.Tensor4D => tf.transpose<tf.Tensor4D>(tensor as tf.Tensor4D, [0, 2, 3, 1]);

const toVariables = (descriptions: readonly ParameterDescription[], stored: StoredParameters): NamedParameters =>
  new Map(
    descriptions.map(({ name, shape, trainable }) => [
      name,
      tf.variable(tf.tensor(stored.get(name)?.data ?? [], [...shape]), trainable),
    ]),
  );

function largestDifference(actual: ArrayLike<number>, expected: readonly number[]): number {
  const scale = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((value, i) => Math.abs(value - actual[i]))) / scale;
}

afterEach(() => {
  tf.disposeVariables();
});

// Results are read synchronously, which webgpu cannot.
const backends = presentBackends().filter((name) => name !== 'webgpu');

describe.each(backends)('createBackbone on %s', (backendName) => {
  // ResNet-32 at the pace of the cpu backend takes tens of seconds: there the small network stands for the layers.
  const cases = backendName !== 'cpu' ? goldens : goldens.filter(({ settings }) => settings.name !== 'resnet32');

  it.each(cases)('gives what PyTorch gives: $title', async (golden) => {
    await startTestBackend(backendName);
    const backbone = createBackbone(golden.settings);
    expect(backbone.parameters.map(({ name }) => name)).toEqual(golden.parameterNames);
    const stored = scatteredParameters(backbone.parameters);
    const parameters = toVariables(backbone.parameters, stored);
    const [count, channels, height, width] = golden.imageShape;
    const pixels = tf.tensor(scatter(1000, count * channels * height * width), golden.imageShape);
    const images = toImages(tf.sub(tf.mul(pixels, 2), 1));

    const evaluation = backbone.extractFeatures(parameters, images, 'evaluation');
    expect(evaluation.shape).toEqual([count, backbone.featureSize]);
    // float32 against float64, through up to 31 convolutions.
    expect(largestDifference(evaluation.dataSync(), golden.evaluationFeatures)).toBeLessThan(1e-5);
    const maps = backbone.extractMaps(parameters, images, 'evaluation');
    expect([...tf.mean(maps, [1, 2]).dataSync()]).toEqual([...evaluation.dataSync()]);
    const frozen = backbone.freeze(stored);
    expect(largestDifference(frozen.extractFeatures(images).dataSync(), golden.evaluationFeatures)).toBeLessThan(1e-5);
    frozen.dispose();

    const towards = tf.tensor(scatter(2000, count * backbone.featureSize), [count, backbone.featureSize]);
    let training: ArrayLike<number> = [];
    const { grads } = tf.variableGrads(() => {
      const features = backbone.extractFeatures(parameters, images, 'training');
      training = features.dataSync();
      return tf.sum(tf.mul(features, towards)).asScalar();
    });
    expect(largestDifference(training, golden.trainingFeatures)).toBeLessThan(1e-5);
    const gradient = grads[parameters.get('conv1.weight')?.name ?? ''];
    // A gradient passes the network twice, and ReLU's steps amplify.
    expect(largestDifference(tf.transpose(gradient, [3, 2, 0, 1]).dataSync(), golden.firstFilterGradient)).toBeLessThan(
      1e-4,
    );

    const running = (suffix: string) =>
      [...parameters].findLast(([name]) => name.endsWith(suffix))?.[1].dataSync() ?? [];
    expect(largestDifference(running('running_mean'), golden.lastRunningMean)).toBeLessThan(1e-5);
    expect(largestDifference(running('running_var'), golden.lastRunningVariance)).toBeLessThan(1e-5);
  });

  it('names what is missing or does not fit', async () => {
    await startTestBackend(backendName);
    const backbone = createBackbone({ name: 'residual-glyph-net', width: 2, channels: 1 });
    const run = (channels: number) => () =>
      backbone.extractFeatures(new Map(), tf.ones([1, 8, 8, channels]), 'evaluation');
    expect(run(1)).toThrow('getParameter: `parameters` must hold "conv1.weight"');
    expect(run(3)).toThrow('extractFeatures: `images` must be [N, H, W, 1], got [1,8,8,3]');
    const stored = scatteredParameters(backbone.parameters);
    const change = (name: string, shape?: number[]) => {
      const changed = new Map(stored);
      if (shape) changed.set(name, { dtype: 'F32', shape, data: new Float32Array(shape[0]) });
      else changed.delete(name);
      return () => backbone.freeze(changed);
    };
    expect(change('bn2.bias')).toThrow('freeze: `parameters` must hold "bn2.bias" [4], got none');
    expect(change('bn2.bias', [3])).toThrow('freeze: `parameters` must hold "bn2.bias" [4], got [3]');
  });
});
