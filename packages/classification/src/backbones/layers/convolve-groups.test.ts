import { describeOnEveryBackend, expectClose } from '@disalign/test-support';
import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { scatter } from '../fixtures/scattered-parameters.js';
import { convolve } from './convolve.js';
import { convolveGroups, splitGroups } from './convolve-groups.js';

const window = { stride: 2, padding: 1 };
const signed = (stream: number, shape: [number, number, number, number]) =>
  tf.tensor4d(
    scatter(stream, tf.util.sizeFromShape(shape)).map((value) => value - 0.5),
    shape,
  );
const inParts = (input: tf.Tensor4D, filter: tf.Tensor4D, groups: number) =>
  convolveGroups(input, splitGroups(filter, groups), (part, partFilter) => convolve(part, partFilter, window));

/** Group by group, as the definition has it. */
function byDefinition(input: tf.Tensor4D, filter: tf.Tensor4D, groups: number): tf.Tensor4D {
  const filters = tf.split<tf.Tensor4D>(filter, groups, 3);
  return tf.concat(
    tf.split<tf.Tensor4D>(input, groups, 3).map((part, group) => convolve(part, filters[group], window)),
    3,
  );
}

describeOnEveryBackend('convolveGroups', () => {
  it.each([
    // Groups of 4, 16 of which make a part: two parts. One part of them all. Groups that are parts of their own. A prime number of groups.
    { groups: 32, channels: 128, filters: 64 },
    { groups: 4, channels: 12, filters: 8 },
    { groups: 2, channels: 128, filters: 6 },
    { groups: 7, channels: 70, filters: 14 },
  ])('convolves $groups groups of $channels channels', async ({ groups, channels, filters }) => {
    const [input, filter] = [signed(1, [2, 5, 4, channels]), signed(2, [3, 3, channels / groups, filters])];
    const direction = signed(3, [2, 3, 2, filters]);
    const gradientsOf = (run: typeof inParts) =>
      tf.grads((x, w) => tf.sum(tf.mul(run(x as tf.Tensor4D, w as tf.Tensor4D, groups), direction)))([input, filter]);
    const actual = inParts(input, filter, groups);
    expect(actual.shape).toEqual([2, 3, 2, filters]);
    const close = { relativeToLargest: 1e-5 };
    expectClose(await actual.data(), await byDefinition(input, filter, groups).data(), close);
    const [byParts, definition] = [gradientsOf(inParts), gradientsOf(byDefinition)];
    for (const place of [0, 1]) expectClose(await byParts[place].data(), await definition[place].data(), close);
  });
});
