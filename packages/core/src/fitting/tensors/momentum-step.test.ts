import { describeOnEveryBackend, expectClose } from '@disalign/test-support';
import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { momentumStep } from './momentum-step.js';

describeOnEveryBackend('momentumStep', () => {
  it('adds decay to the gradient, and goes on as it went, worked by hand', async () => {
    const at = { parameters: tf.tensor1d([1, 3]), velocity: tf.tensor1d([2, 0]) };
    const decay = { strength: tf.scalar(0.5), target: tf.scalar(1) };
    const step = { momentum: 0.5, rate: tf.tensor1d([0.1, 1]), decay };
    const { parameters, velocity } = momentumStep(at, tf.tensor1d([4, -1]), step);
    // v = 0.5 * 2 + 4 + 0.5 (1 - 1) = 5 and 0.5 * 0 - 1 + 0.5 (3 - 1) = 0.
    expectClose(await velocity.data(), [5, 0], { relative: 1e-6 });
    expectClose(await parameters.data(), [0.5, 3], { relative: 1e-6 });
    const free = momentumStep(at, tf.tensor1d([4, -1]), { ...step, decay: null });
    expect([...(await free.velocity.data())]).toEqual([5, -1]);
  });
});
