import { expectClose } from '@disalign/test-support';
import { describe, expect, it } from 'vitest';
import { drawMaps } from '../fixtures/drawn-maps.js';
import { resizeBilinear } from '../inference/resize-bilinear.js';
import { NO_CLASS } from '../labels/label-map.js';
import { rowsOfPixels } from './rows-of-pixels.js';

const maps = drawMaps(1);
const { labels } = maps;
const everyPixel = Int32Array.from(labels.labels, (_, pixel) => pixel);
// Sums of four terms, in another order.
const tolerance = { relative: 1e-5, absolute: 1e-6 };

describe('rowsOfPixels', () => {
  it('takes a cell as it is where cells and pixels are one', () => {
    const { features, logits } = maps;
    const cells = { height: features.height, width: features.width };
    const labelled = { ...cells, labels: new Uint8Array(cells.height * cells.width).fill(2) };
    const batch = rowsOfPixels({ features, logits, labels: labelled }, Int32Array.of(0, 8), 2);
    expect([...batch.features]).toEqual([...features.data.subarray(0, 3), ...features.data.subarray(24, 27)]);
    expect([...batch.logits]).toEqual([...logits.data.subarray(0, 4), ...logits.data.subarray(32, 36)]);
    expect([...batch.labels]).toEqual([2, 2]);
  });

  it('interpolates between cells as a prediction does', () => {
    const batch = rowsOfPixels(maps, everyPixel, everyPixel.length);
    expectClose(batch.features, resizeBilinear(maps.features, labels).data, tolerance);
    expectClose(batch.logits, resizeBilinear(maps.logits, labels).data, tolerance);
    expect([...batch.labels]).toEqual([...labels.labels].map((label) => (label === NO_CLASS ? -1 : label)));
  });

  it('goes through the size of the input where that is known', () => {
    const inputSize = { height: 13, width: 20 };
    const batch = rowsOfPixels({ ...maps, inputSize }, everyPixel, everyPixel.length);
    const expected = resizeBilinear(resizeBilinear(maps.logits, inputSize), labels);
    expectClose(batch.logits, expected.data, tolerance);
  });

  it('fills up with ignored rows of zeros', () => {
    const pixel = labels.labels.findIndex((label) => label !== NO_CLASS);
    const batch = rowsOfPixels(maps, Int32Array.of(pixel), 3);
    expect([...batch.labels]).toEqual([labels.labels[pixel], -1, -1]);
    expect(batch.features.subarray(3).every((value) => value === 0)).toBe(true);
    expect(batch.logits.subarray(4).every((value) => value === 0)).toBe(true);
  });
});
