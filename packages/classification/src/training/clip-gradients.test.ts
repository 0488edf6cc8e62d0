import { describeOnEveryBackend, expectClose } from '@disalign/test-support';
import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { clipGradients } from './clip-gradients.js';

describeOnEveryBackend('clipGradients', () => {
  it('shortens all gradients by one factor, worked by hand', async () => {
    // Norm sqrt(3^2 + 4^2 + 12^2) = 13, so that all are multiplied by 6.5 / 13.
    const { a, b } = clipGradients({ a: tf.tensor1d([3, 4]), b: tf.tensor2d([[12]]) }, 6.5);
    expectClose(await a.data(), [1.5, 2], { relative: 1e-6 });
    expectClose(await b.data(), [6], { relative: 1e-6 });
    expect(b.shape).toEqual([1, 1]);
  });

  it('leaves shorter ones as they are, and zeros', async () => {
    const { a, b } = clipGradients({ a: tf.tensor1d([3, 4]), b: tf.scalar(0) }, 100);
    expectClose(await a.data(), [3, 4], {});
    expectClose(await b.data(), [0], {});
  });

  it('refuses a norm that is not positive', () => {
    expect(() => clipGradients({ a: tf.scalar(1) }, 0)).toThrow('clipGradients: `maxNorm` must be positive, got 0');
  });
});
