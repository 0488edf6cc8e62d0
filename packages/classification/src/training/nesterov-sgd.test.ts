import * as tf from '@tensorflow/tfjs';
import { describeOnEveryBackend, expectClose, tensorsMadeBy } from '@disalign/test-support';
import { expect, it } from 'vitest';
import { nesterovSgd } from './nesterov-sgd.js';

describeOnEveryBackend('nesterovSgd', () => {
  it('does two steps as worked by hand', async () => {
    const p = tf.variable(tf.tensor1d([1]));
    const optimizer = nesterovSgd([p], { momentum: 0.9, weightDecay: 0.1 });
    // g = .5 + .1 * 1 = .6; v = .6; p = 1 - .1 (.6 + .9 * .6) = .886
    optimizer.step({ [p.name]: tf.tensor1d([0.5]) }, 0.1);
    expectClose(await p.data(), [0.886], { relative: 1e-6 });
    // g = -.2 + .1 * .886 = -.1114; v = .9 * .6 - .1114 = .4286; p = .886 - .2 (-.1114 + .9 * .4286) = .831132
    optimizer.step({ [p.name]: tf.tensor1d([-0.2]) }, 0.2);
    expectClose(await p.data(), [0.831132], { relative: 1e-6 });
    optimizer.dispose();
    p.dispose();
  });

  it('has the classical momentum too', async () => {
    const p = tf.variable(tf.tensor1d([1]));
    const optimizer = nesterovSgd([p], { momentum: 0.9, weightDecay: 0.1, nesterov: false });
    // g = .6; v = .6; p = 1 - .1 * .6 = .94
    optimizer.step({ [p.name]: tf.tensor1d([0.5]) }, 0.1);
    expectClose(await p.data(), [0.94], { relative: 1e-6 });
    // g = -.2 + .1 * .94 = -.106; v = .9 * .6 - .106 = .434; p = .94 - .2 * .434 = .8532
    optimizer.step({ [p.name]: tf.tensor1d([-0.2]) }, 0.2);
    expectClose(await p.data(), [0.8532], { relative: 1e-6 });
    optimizer.dispose();
    p.dispose();
  });

  it('keeps the velocity of each variable apart, whatever the order of the gradients', async () => {
    const [a, b] = [tf.variable(tf.tensor1d([0, 0])), tf.variable(tf.scalar(0))];
    const optimizer = nesterovSgd([a, b], { momentum: 0.5, weightDecay: 0 });
    // Of each number: v = 1, p = -1.5; then v = .5 g + g, p -= g + .5 v.
    for (let step = 0; step < 2; step++) {
      optimizer.step({ [b.name]: tf.scalar(4), [a.name]: tf.tensor1d([1, 2]) }, 1);
    }
    expectClose(await a.data(), [-3.25, -6.5], { relative: 1e-6 });
    expectClose(await b.data(), [-13], { relative: 1e-6 });
    optimizer.dispose();
    tf.dispose([a, b]);
  });

  it('makes no tensors in a step, and frees its velocities', () => {
    const p = tf.variable(tf.ones([3]));
    const gradients = { [p.name]: tf.ones([3]) };
    const left = tensorsMadeBy(() => {
      const optimizer = nesterovSgd([p], { momentum: 0.9, weightDecay: 0.1 });
      expect(tensorsMadeBy(() => optimizer.step(gradients, 0.1))).toBe(0);
      optimizer.dispose();
    });
    expect(left).toBe(0);
    p.dispose();
  });
});
