import { describeOnEveryBackend, expectClose, tensorsMadeBy } from '@disalign/test-support';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { centralDifferences } from '../fixtures/central-differences.js';
import { float32Tolerance } from '../fixtures/float32-tolerance.js';
import { goldens } from '../fixtures/goldens.js';
import { cosineLogits, INITIAL_COSINE_SCALE } from './cosine-logits.js';

describeOnEveryBackend('cosineLogits', (backend) => {
  const tolerance = float32Tolerance(backend);
  const { features, weight, scale, logits } = goldens.cosine_normalized;
  const head = () => ({ weight: tf.tensor2d(weight), scale });

  it('gives s cos(x, w) for each class, worked by hand', async () => {
    // x (3, 4) has norm 5: cosines 3/5 and 4/5 with the axes, whatever the length of the weights.
    const axes = tf.tensor2d([
      [2, 0],
      [0, 5],
    ]);
    const z = cosineLogits(tf.tensor2d([[3, 4]]), { weight: axes, scale: INITIAL_COSINE_SCALE });
    expectClose(await z.data(), [12, 16], tolerance);
    const raw = cosineLogits(tf.tensor2d([[3, 4]]), { weight: axes, scale: 2, normalizeFeatures: false });
    expectClose(await raw.data(), [6, 8], tolerance);
  });

  it('agrees with PyTorch, with features normalised and as they are', async () => {
    expectClose(await cosineLogits(tf.tensor2d(features), head()).data(), logits.flat(), tolerance);
    const { logits: raw } = goldens.cosine_raw;
    const z = cosineLogits(tf.tensor2d(features), { ...head(), normalizeFeatures: false });
    expectClose(await z.data(), raw.flat(), tolerance);
  });

  it('keeps leading dimensions', async () => {
    const image = cosineLogits(tf.tensor3d(features.flat(), [2, 3, 5]), head());
    expect(image.shape).toEqual([2, 3, 4]);
    expectClose(await image.data(), logits.flat(), tolerance);
  });

  it('stays within the scale, and ignores the lengths of features and weights', async () => {
    const numbers = fc.array(fc.float({ min: -100, max: 100, noNaN: true }), { minLength: 6, maxLength: 6 });
    const property = fc.asyncProperty(numbers, numbers, fc.integer({ min: -6, max: 6 }), async (x, w, exponent) => {
      const [rows, classes] = [tf.tensor2d(x, [2, 3]), tf.tensor2d(w, [2, 3])];
      const z = await cosineLogits(rows, { weight: classes, scale: 7 }).data();
      expect(z.every((value) => Math.abs(value) <= 7 * (1 + 1e-6))).toBe(true);
      const long = (row: number[]) => row.every((value) => Math.abs(value) > 1e-3 || value === 0);
      if (!long([...x, ...w])) return;
      const factor = tf.scalar(2 ** exponent);
      const scaled = cosineLogits(tf.mul(rows, factor), { weight: tf.mul<tf.Tensor2D>(classes, factor), scale: 7 });
      expectClose(await scaled.data(), z, { absolute: 7e-6 });
    });
    await fc.assert(property, { seed: 1, numRuns: 20 });
  });

  it('gives 0 and finite gradients for features and weights of zeros', async () => {
    const run = (x: tf.Tensor, w: tf.Tensor) => cosineLogits(x, { weight: w as tf.Tensor2D, scale: 20 });
    const x = tf.tensor2d([
      [0, 0],
      [3, 4],
    ]);
    const w = tf.tensor2d([
      [0, 0],
      [1, 0],
    ]);
    expectClose(await run(x, w).data(), [0, 0, 0, 12], tolerance);
    for (const gradient of tf.grads(run)([x, w])) {
      expect((await gradient.data()).every(Number.isFinite)).toBe(true);
    }
  });

  it('takes features of 1e4 and of 1e-8', async () => {
    const axes = tf.tensor2d([
      [1, 0],
      [0, 1],
    ]);
    const x = tf.tensor2d([
      [3e4, 4e4],
      [3e-8, -4e-8],
    ]);
    expectClose(await cosineLogits(x, { weight: axes, scale: 20 }).data(), [12, 16, 12, -16], tolerance);
  });

  for (const normalizeFeatures of [true, false]) {
    it(`has the gradients of finite differences by every input, normalizeFeatures ${normalizeFeatures}`, async () => {
      const upstream = logits.flat().map((_, i) => Math.sin(i + 1));
      const norm = (v: ArrayLike<number>) => Math.hypot(...Array.from(v));
      const loss = (x: ArrayLike<number>, w: ArrayLike<number>, s: number): number =>
        upstream.reduce((sum, factor, i) => {
          const row = Array.from(x).slice(Math.floor(i / 4) * 5, Math.floor(i / 4) * 5 + 5);
          const direction = Array.from(w).slice((i % 4) * 5, (i % 4) * 5 + 5);
          const product = row.reduce((dot, value, d) => dot + value * direction[d], 0);
          return sum + (factor * s * product) / (norm(direction) * (normalizeFeatures ? norm(row) : 1));
        }, 0);
      const gradients = tf.grads((x, w, s) => {
        const z = cosineLogits(x, { weight: w as tf.Tensor2D, scale: s.asScalar(), normalizeFeatures });
        return tf.sum(tf.mul(z, tf.tensor2d(upstream, [6, 4])));
      })([tf.tensor2d(features), tf.tensor2d(weight), tf.scalar(scale)]);
      const [x, w] = [features.flat(), weight.flat()];
      const expected = [
        centralDifferences((moved) => loss(moved, w, scale), x),
        centralDifferences((moved) => loss(x, moved, scale), w),
        centralDifferences((moved) => loss(x, w, moved[0]), [scale]),
      ];
      for (const [i, gradient] of gradients.entries()) expectClose(await gradient.data(), expected[i], tolerance);
    });
  }

  it('leaves its result and nothing else', () => {
    const [x, cosine] = [tf.tensor2d(features), head()];
    expect(tensorsMadeBy(() => cosineLogits(x, cosine))).toBe(1);
    expect(tensorsMadeBy(() => cosineLogits(x, { ...cosine, normalizeFeatures: false }))).toBe(1);
  });

  it('refuses features that do not fit', () => {
    expect(() => cosineLogits(tf.zeros([2, 4]), head())).toThrow(
      new RangeError('cosineLogits: `features` must be [..., 5], got [2,4]'),
    );
    expect(() => cosineLogits(tf.zeros([2, 5], 'int32'), head())).toThrow(
      new TypeError('cosineLogits: `features` must be float32, got int32'),
    );
  });
});
