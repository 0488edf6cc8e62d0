import { describeOnEveryBackend, expectClose, tensorsMadeBy } from '@disalign/test-support';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { centralDifferences } from '../fixtures/central-differences.js';
import { float32Tolerance } from '../fixtures/float32-tolerance.js';
import { goldens } from '../fixtures/goldens.js';
import { linearLogits } from './linear-logits.js';

describeOnEveryBackend('linearLogits', (backend) => {
  const tolerance = float32Tolerance(backend);
  const { features, weight, bias, logits } = goldens.linear;
  const head = () => ({ weight: tf.tensor2d(weight), bias: tf.tensor1d(bias) });

  it('gives w . x + b for each class, worked by hand', async () => {
    // x (1, 2) and classes (1, 0), (0, 1), (1, 1) with biases 10, 20, 30: 1 + 10, 2 + 20, 3 + 30.
    const rows = tf.tensor2d([[1, 2]]);
    const classes = tf.tensor2d([
      [1, 0],
      [0, 1],
      [1, 1],
    ]);
    expect([...(await linearLogits(rows, { weight: classes, bias: tf.tensor1d([10, 20, 30]) }).data())]).toEqual([
      11, 22, 33,
    ]);
    expect([...(await linearLogits(rows, { weight: classes, bias: null }).data())]).toEqual([1, 2, 3]);
  });

  it('agrees with PyTorch', async () => {
    expectClose(await linearLogits(tf.tensor2d(features), head()).data(), logits.flat(), tolerance);
  });

  it('keeps leading dimensions, and their lack', async () => {
    const image = linearLogits(tf.tensor3d(features.flat(), [2, 3, 5]), head());
    expect(image.shape).toEqual([2, 3, 4]);
    expectClose(await image.data(), logits.flat(), tolerance);
    const one = linearLogits(tf.tensor1d(features[0]), head());
    expect(one.shape).toEqual([4]);
    expectClose(await one.data(), logits[0], tolerance);
  });

  it('takes a single class and large features', async () => {
    const single = linearLogits(tf.tensor2d([[1e4, -1e4]]), {
      weight: tf.tensor2d([[1, -1]]),
      bias: tf.tensor1d([0.5]),
    });
    expect(single.shape).toEqual([1, 1]);
    expectClose(await single.data(), [20000.5], tolerance);
  });

  it('has the gradients of finite differences by features, weight and bias', async () => {
    const upstream = logits.flat().map((_, i) => Math.sin(i + 1));
    const loss = (x: ArrayLike<number>, w: ArrayLike<number>, b: ArrayLike<number>): number =>
      upstream.reduce((sum, factor, i) => {
        const [row, k] = [Math.floor(i / 4), i % 4];
        let z = b[k];
        for (let d = 0; d < 5; d++) z += x[row * 5 + d] * w[k * 5 + d];
        return sum + factor * z;
      }, 0);
    const gradients = tf.grads((x, w, b) => {
      const z = linearLogits(x, { weight: w as tf.Tensor2D, bias: b.as1D() });
      return tf.sum(tf.mul(z, tf.tensor2d(upstream, [6, 4])));
    })([tf.tensor2d(features), tf.tensor2d(weight), tf.tensor1d(bias)]);
    const [x, w] = [features.flat(), weight.flat()];
    const expected = [
      centralDifferences((moved) => loss(moved, w, bias), x),
      centralDifferences((moved) => loss(x, moved, bias), w),
      centralDifferences((moved) => loss(x, w, moved), bias),
    ];
    for (const [i, gradient] of gradients.entries()) expectClose(await gradient.data(), expected[i], tolerance);
  });

  it('is linear: for small integers exactly', async () => {
    const integers = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 6, maxLength: 6 });
    const property = fc.asyncProperty(integers, integers, integers, async (a, b, w) => {
      const bare = { weight: tf.tensor2d(w, [2, 3]), bias: null };
      const [one, other] = [tf.tensor2d(a, [2, 3]), tf.tensor2d(b, [2, 3])];
      const together = await linearLogits(tf.add(one, other), bare).data();
      expect(together).toEqual(await tf.add(linearLogits(one, bare), linearLogits(other, bare)).data());
    });
    await fc.assert(property, { seed: 1, numRuns: 10 });
  });

  it('leaves its result and nothing else', () => {
    const [x, withBias] = [tf.tensor2d(features), head()];
    expect(tensorsMadeBy(() => linearLogits(x, withBias))).toBe(1);
  });

  it('refuses features and biases that do not fit', () => {
    expect(() => linearLogits(tf.zeros([2, 4]), head())).toThrow(
      new RangeError('linearLogits: `features` must be [..., 5], got [2,4]'),
    );
    expect(() => linearLogits(tf.zeros([2, 5], 'int32'), head())).toThrow(
      new TypeError('linearLogits: `features` must be float32, got int32'),
    );
    expect(() => linearLogits(tf.zeros([2, 5]), { ...head(), bias: tf.tensor1d([1]) })).toThrow(
      new RangeError('linearLogits: `head.bias` must be [4], got [1]'),
    );
  });
});
