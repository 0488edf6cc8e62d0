import { presentBackends, startTestBackend } from '@disalign/test-support';
import * as tf from '@tensorflow/tfjs';
import { afterEach, describe, expect, it } from 'vitest';
import { normalizeBatch } from './normalize-batch.js';
import type { BackboneMode, BatchNormalization } from './normalize-batch.js';

const shape: [number, number, number, number] = [4, 3, 5, 6];

// Results are read synchronously, which webgpu cannot.
const backends = presentBackends().filter((name) => name !== 'webgpu');

function createLayer(channels: number): BatchNormalization {
  const ramp = (start: number) => tf.variable(tf.linspace(start, start + 1, channels));
  return { weight: ramp(0.5), bias: ramp(-1), runningMean: ramp(0.2), runningVariance: ramp(1) };
}

/** The same layer of TensorFlow.js ops, with the gradients of TensorFlow.js. */
function normalizeByDefinition(values: tf.Tensor4D, layer: BatchNormalization): tf.Tensor4D {
  const { mean, variance } = tf.moments(values, [0, 1, 2]);
  const unit = tf.div(tf.sub(values, mean), tf.sqrt(tf.add(variance, 1e-5)));
  return tf.add(tf.mul(unit, layer.weight), layer.bias);
}

function largestDifference(actual: tf.Tensor, expected: tf.Tensor): number {
  const [a, b] = [actual.dataSync(), expected.dataSync()];
  const scale = Math.max(...b.map(Math.abs));
  return Math.max(...b.map((value, i) => Math.abs(value - a[i]))) / scale;
}

afterEach(() => {
  tf.disposeVariables();
});

describe.each(backends)('normalizeBatch on %s', (backend) => {
  it('gives two values per channel as plus and minus weight, and moves the running statistics as PyTorch does', async () => {
    await startTestBackend(backend);
    const one = (value: number) => tf.variable(tf.tensor1d([value]));
    const layer = { weight: one(2), bias: one(1), runningMean: one(0), runningVariance: one(1) };
    // Mean 5, variance 4 (over M): (3, 7) -> 1 -+ 2. Running mean .1 * 5; running variance .9 + .1 * 8 (over M - 1).
    const output = normalizeBatch(tf.tensor4d([3, 7], [2, 1, 1, 1]), layer, 'training').dataSync();
    expect(output[0]).toBeCloseTo(-1, 5);
    expect(output[1]).toBeCloseTo(3, 5);
    expect(layer.runningMean.dataSync()[0]).toBeCloseTo(0.5, 6);
    expect(layer.runningVariance.dataSync()[0]).toBeCloseTo(1.7, 6);
  });

  it('has the values and the gradients of the definition, by input, weight and bias', async () => {
    await startTestBackend(backend);
    const x = tf.randomNormal<tf.Rank.R4>(shape, 3, 2, 'float32', 1);
    const towards = tf.randomNormal(shape, 0, 1, 'float32', 2);
    const layer = createLayer(shape[3]);
    const gradients = (normalize: (values: tf.Tensor4D, layer: BatchNormalization) => tf.Tensor4D) => {
      const values = tf.variable(x);
      const loss = () => tf.sum(tf.mul(normalize(values as tf.Tensor<tf.Rank.R4>, layer), towards)).asScalar();
      const { grads } = tf.variableGrads(loss, [values, layer.weight, layer.bias]);
      return [values, layer.weight, layer.bias].map((variable) => grads[variable.name]);
    };
    const expected = gradients(normalizeByDefinition);
    const actual = gradients((values, parameters) => normalizeBatch(values, parameters, 'training'));
    expect(largestDifference(normalizeBatch(x, layer, 'training'), normalizeByDefinition(x, layer))).toBeLessThan(1e-5);
    actual.forEach((gradient, i) => expect(largestDifference(gradient, expected[i])).toBeLessThan(1e-5));
  });

  it('normalises by the running statistics in evaluation, and leaves them alone', async () => {
    await startTestBackend(backend);
    const x = tf.randomNormal<tf.Rank.R4>(shape, 0, 1, 'float32', 3);
    const layer = createLayer(shape[3]);
    const before = [layer.runningMean, layer.runningVariance].map((variable) => Array.from(variable.dataSync()));
    const expected = tf.batchNorm(
      x,
      layer.runningMean as tf.Tensor<tf.Rank.R1>,
      layer.runningVariance as tf.Tensor<tf.Rank.R1>,
      layer.bias as tf.Tensor<tf.Rank.R1>,
      layer.weight as tf.Tensor<tf.Rank.R1>,
      1e-5,
    );
    expect(largestDifference(normalizeBatch(x, layer, 'evaluation'), expected)).toBeLessThan(1e-5);
    expect([layer.runningMean, layer.runningVariance].map((variable) => Array.from(variable.dataSync()))).toEqual(
      before,
    );
  });

  it('keeps its digits where the mean is a thousand deviations away', async () => {
    await startTestBackend(backend);
    const layer = createLayer(1);
    const values = Array.from({ length: 64 }, (_, i) => 1000 + (i % 2));
    const output = normalizeBatch(tf.tensor4d(values, [4, 4, 4, 1]), layer, 'training').dataSync();
    // Weight .5, bias -1, deviation .5: -1 -+ .5.
    expect(output[0]).toBeCloseTo(-1.5, 4);
    expect(output[1]).toBeCloseTo(-0.5, 4);
  });

  it('refuses a single value per channel in training only', async () => {
    await startTestBackend(backend);
    const run = (mode: BackboneMode) => () => normalizeBatch(tf.ones([1, 1, 1, 2]), createLayer(2), mode);
    expect(run('training')).toThrow('normalizeBatch: `values` must hold two values per channel, got [1,1,1,2]');
    expect(run('evaluation')).not.toThrow();
  });
});
