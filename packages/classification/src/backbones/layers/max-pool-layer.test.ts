import { describeOnEveryBackend, expectClose } from '@disalign/test-support';
import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { scatter } from '../fixtures/scattered-parameters.js';
import { maxPoolLayer } from './max-pool-layer.js';

const none = new Map();
const pool = (input: tf.Tensor4D, mode: 'training' | 'evaluation' = 'evaluation') =>
  maxPoolLayer.apply(none, input, mode);

describeOnEveryBackend('maxPoolLayer', () => {
  it('takes the largest of windows of three, from one pixel outside on', async () => {
    // Columns 0..4 of one row: windows (., 1, 5), (5, 2, 3), (3, 4, .).
    const row = tf.tensor4d([1, 5, 2, 3, 4], [1, 1, 5, 1]);
    for (const mode of ['training', 'evaluation'] as const) {
      expect([...(await pool(row, mode).data())]).toEqual([5, 5, 4]);
    }
    expect([...(await maxPoolLayer.freeze(none).run(row).data())]).toEqual([5, 5, 4]);
  });

  it.each([
    [1, 1],
    [2, 3],
    [7, 8],
  ])('trains as it is evaluated, %i x %i', async (height, width) => {
    const input = tf.tensor4d(scatter(1, 2 * height * width * 3), [2, height, width, 3]);
    const [training, evaluation] = [pool(input, 'training'), pool(input)];
    expect(training.shape).toEqual([2, Math.ceil(height / 2), Math.ceil(width / 2), 3]);
    expectClose(await training.data(), await evaluation.data(), {});
  });

  it('hands the gradient of each window to its largest pixel', async () => {
    const row = tf.tensor4d([1, 5, 2, 3, 4], [1, 1, 5, 1]);
    const weights = tf.tensor4d([1, 10, 100], [1, 1, 3, 1]);
    const gradient = tf.grad((x) => tf.sum(tf.mul(pool(x as tf.Tensor4D, 'training'), weights)))(row);
    // Pixel 1 wins two windows.
    expect([...(await gradient.data())]).toEqual([0, 11, 0, 0, 100]);
  });
});
