import { resizeBilinear } from '@disalign/segmentation';
import { describeOnEveryBackend, expectClose } from '@disalign/test-support';
import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { enlargeTwice } from './enlarge-twice.js';

describeOnEveryBackend('enlargeTwice', () => {
  it('mixes neighbours, worked by hand', async () => {
    const enlarged = enlargeTwice(tf.tensor4d([0, 4, 8], [1, 1, 3, 1]));
    expect(enlarged.shape).toEqual([1, 2, 6, 1]);
    expectClose(await enlarged.data(), [0, 1, 3, 5, 7, 8, 0, 1, 3, 5, 7, 8], { relative: 1e-6, absolute: 1e-6 });
  });

  it('is the bilinear resize that equals that of PyTorch', async () => {
    const map = tf.randomNormal<tf.Rank.R4>([1, 3, 5, 2], 0, 1, 'float32', 7);
    const data = Float32Array.from(await map.data<'float32'>());
    const expected = resizeBilinear({ height: 3, width: 5, channels: 2, data }, { height: 6, width: 10 });
    expectClose(await enlargeTwice(map).data(), expected.data, { relative: 1e-5, absolute: 1e-6 });
  });

  it('has the transposed map as its gradient: what goes out comes back', async () => {
    const map = tf.randomNormal<tf.Rank.R4>([1, 3, 2, 2], 0, 1, 'float32', 8);
    const upstream = tf.randomNormal<tf.Rank.R4>([1, 6, 4, 2], 0, 1, 'float32', 9);
    const gradient = tf.grad((x) => tf.sum(tf.mul(enlargeTwice(x as tf.Tensor4D), upstream)))(map);
    // It is linear: <upstream, A v> = <A^T upstream, v> for every v.
    const direction = tf.randomNormal<tf.Rank.R4>([1, 3, 2, 2], 0, 1, 'float32', 10);
    const [out] = await tf.sum(tf.mul(enlargeTwice(direction), upstream)).data();
    const [back] = await tf.sum(tf.mul(direction, gradient)).data();
    expectClose([back], [out], { relative: 1e-4 });
  });
});
