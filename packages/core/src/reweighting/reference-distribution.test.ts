import { describeOnEveryBackend, expectClose, tensorsMadeBy } from '@disalign/test-support';
import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { classWeights } from './class-weights.js';
import { referenceDistribution } from './reference-distribution.js';

describeOnEveryBackend('referenceDistribution', () => {
  const weights = [0.25, 0.5, 1.5];

  it('puts the weight of its class on the label of each row, and 0 elsewhere', async () => {
    const reference = referenceDistribution(tf.tensor1d([2, 0, 1], 'int32'), weights);
    expect(reference.dtype).toBe('float32');
    expect(reference.shape).toEqual([3, 3]);
    expect([...(await reference.data())]).toEqual([0, 0, 1.5, 0.25, 0, 0, 0, 0.5, 0]);
  });

  it('has a row of zeros for a label that is no class', async () => {
    const reference = referenceDistribution(tf.tensor1d([-1, 3, 255, 1], 'int32'), weights);
    expect([...(await reference.data())]).toEqual([...Array.from({ length: 9 }, () => 0), 0, 0.5, 0]);
  });

  it('keeps leading dimensions, and takes a single class', async () => {
    const pixels = referenceDistribution(tf.tensor2d([[2, 0]], [1, 2], 'int32'), weights);
    expect(pixels.shape).toEqual([1, 2, 3]);
    expect([...(await pixels.data())]).toEqual([0, 0, 1.5, 0.25, 0, 0]);
    const single = referenceDistribution(tf.tensor1d([0, 0], 'int32'), [2]);
    expect([...(await single.data())]).toEqual([2, 2]);
  });

  it('rounds the weights to float32, once', async () => {
    const float64 = classWeights([1280, 100, 5], { rho: 1 });
    const reference = referenceDistribution(tf.tensor1d([0], 'int32'), float64);
    expectClose(await reference.data(), [Math.fround(float64[0]), 0, 0], {});
  });

  it('leaves its result and nothing else', () => {
    const labels = tf.tensor1d([2, 0], 'int32');
    expect(tensorsMadeBy(() => referenceDistribution(labels, weights))).toBe(1);
  });

  it('refuses labels that are not int32', () => {
    expect(() => referenceDistribution(tf.tensor1d([2, 0]), weights)).toThrow(
      new TypeError('referenceDistribution: `labels` must be int32, got float32'),
    );
  });
});
