import { expectClose } from '@disalign/test-support';
import { describe, expect, it } from 'vitest';
import { inferenceGoldens } from './fixtures/inference-goldens.js';
import { imagenetColors, prepareInput } from './prepare-input.js';

const plain = { mean: [0, 0, 0], deviation: [1, 1, 1] } as const;
const image = { ...inferenceGoldens.image, pixels: Uint8Array.from(inferenceGoldens.image.pixels) };

describe('prepareInput', () => {
  it.each(inferenceGoldens.opencv)('resizes to $size as OpenCV does, or one level beside it', ({ size, pixels }) => {
    const { data } = prepareInput(image, { height: size[0], width: size[1] }, plain);
    // OpenCV interpolates bytes in fixed-point numbers, and cuts digits off on the way: an eighth of a level lower on average.
    expectClose(data, pixels, { absolute: 1 });
    const same = pixels.filter((value, i) => value === data[i]).length;
    expect(same / pixels.length).toBeGreaterThan(0.85);
  });

  it('normalises red, green and blue apart', () => {
    const grey = { height: 1, width: 1, pixels: Uint8Array.of(182, 59, 104) };
    const { data } = prepareInput(grey, grey, imagenetColors);
    expectClose(data, [(182 - 123.675) / 58.395, (59 - 116.28) / 57.12, (104 - 103.53) / 57.375], { relative: 1e-6 });
  });
});
