import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { describeOnEveryBackend } from './describe-on-every-backend.js';
import { expectClose } from './expect-close.js';
import { tensorsMadeBy } from './tensors-made-by.js';
import { watchMemory } from './watch-memory.js';

describeOnEveryBackend('describeOnEveryBackend', (backend) => {
  it('runs ops on that backend', async () => {
    expect(tf.getBackend()).toBe(backend === 'node' ? 'tensorflow' : backend);
    const product = tf.matMul(tf.tensor2d([[1, 2]]), tf.tensor2d([[3], [4]]));
    expectClose(await product.data(), [11], { relative: 1e-6 });
  });

  it('trains without an implicit promotion inside TensorFlow.js', async () => {
    const weight = tf.variable(tf.tensor1d([1, 2, 3]));
    const optimizer = tf.train.adam(0.1);
    optimizer.minimize(() => tf.logSoftmax(weight).square().mean(), false, [weight]);
    expect((await weight.data())[0]).not.toBe(1);
    optimizer.dispose();
    weight.dispose();
  });

  it('refuses implicit promotion and allows a cast', () => {
    const counts = tf.tensor1d([1, 2], 'int32');
    const shares = tf.tensor1d([0.5, 0.5]);
    expect(() => counts.mul(shares)).toThrow('implicit promotion');
    expect(counts.cast('float32').mul(shares).dtype).toBe('float32');
  });

  it('finds a tensor that outlives its scope', () => {
    const closeScope = watchMemory();
    const kept = tf.keep(tf.scalar(1));
    expect(closeScope).toThrow('leaked 1 tensors, and 1 data buffers');
    kept.dispose();
  });

  it('counts what a function leaves behind', () => {
    const x = tf.tensor1d([1, 2]);
    expect(tensorsMadeBy(() => x.square().add(1))).toBe(2);
    expect(tensorsMadeBy(() => tf.tidy(() => x.square().add(1)))).toBe(1);
  });
});
