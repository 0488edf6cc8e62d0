import * as tf from '@tensorflow/tfjs';
import { describeOnEveryBackend, expectClose } from '@disalign/test-support';
import { expect, it } from 'vitest';
import { cropRegions } from './crop-regions.js';

describeOnEveryBackend('cropRegions', () => {
  it('samples the centres of the cells of a region, worked by hand', async () => {
    // Channel 0 is the column of a cell, channel 1 its row, of 4 x 5 cells; cell (x, y) is centred on pixel (2 x, 2 y), whose centre is
    // 0.5 further.
    const values = Array.from({ length: 4 }, (_, y) => Array.from({ length: 5 }, (_, x) => [x, y]));
    const maps = tf.tensor4d([values, values.map((row) => row.map(([x, y]) => [10 + x, y]))]);
    const boxes = Float32Array.of(1, 2, 5, 6, 1, 2, 5, 6);
    const crops = cropRegions(maps, { boxes, mapOf: Int32Array.of(0, 1) }, { stride: 2, side: 2 });
    expect(crops.shape).toEqual([2, 2, 2, 2]);
    // Centres at x 2 and 4 (cells 0.75 and 1.75), y 3 and 5 (cells 1.25 and 2.25).
    const own = [0.75, 1.25, 1.75, 1.25, 0.75, 2.25, 1.75, 2.25];
    expectClose(await crops.data(), [...own, ...own.map((value, i) => (i % 2 === 0 ? value + 10 : value))], {
      relative: 1e-5,
    });
    tf.dispose([maps, crops]);
  });

  it('continues the cells at the border outwards', async () => {
    const maps = tf.tensor4d([1, 2, 3, 4], [1, 2, 2, 1]);
    const boxes = Float32Array.of(-8, -8, 12, 12);
    const crops = cropRegions(maps, { boxes, mapOf: Int32Array.of(0) }, { stride: 4, side: 2 });
    expectClose(await crops.data(), [1, 2, 3, 4], { relative: 1e-5 });
    tf.dispose([maps, crops]);
  });
});
