import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { photographGoldens, scatter } from './fixtures/photograph-goldens.js';
import { CROP_DRAWS, randomResizedCrop } from './random-resized-crop.js';

const usual = { area: [0.08, 1], aspectRatio: [3 / 4, 4 / 3] } as const;

describe('randomResizedCrop', () => {
  it('takes the first rectangle that fits, at the place drawn last', () => {
    // area 1 of 100 x 100 at ratio 4/3 is 115 wide and does not fit; then 0.54 at ratio 1: sqrt(5400) = 73.48 -> 73
    const draws = [0.999, 0.999, 0.5, 0.5, ...new Array<number>(16).fill(0), 0.5, 0.99];
    // 0.5 * (100 - 73 + 1) = 14, 0.99 * 28 = 27.7
    expect(randomResizedCrop({ height: 100, width: 100 }, usual, draws)).toEqual({
      top: 14,
      left: 27,
      height: 73,
      width: 73,
    });
  });

  it("equals torchvision's box for each of 120 lists of draws", () => {
    const got = photographGoldens.crops.map(({ stream, height, width, area, aspectRatio }) =>
      randomResizedCrop({ height, width }, { area, aspectRatio }, scatter(stream, CROP_DRAWS)),
    );
    expect(got).toEqual(photographGoldens.crops.map(({ box }) => box));
  });

  it('stays inside the image', () => {
    const side = fc.integer({ min: 1, max: 3000 });
    const draw = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    const draws = fc.array(draw, { minLength: CROP_DRAWS, maxLength: CROP_DRAWS });
    fc.assert(
      fc.property(side, side, draws, (height, width, values) => {
        const box = randomResizedCrop({ height, width }, usual, values);
        expect(Math.min(box.top, box.left)).toBeGreaterThanOrEqual(0);
        expect(Math.min(box.height, box.width)).toBeGreaterThanOrEqual(1);
        expect(box.top + box.height).toBeLessThanOrEqual(height);
        expect(box.left + box.width).toBeLessThanOrEqual(width);
      }),
    );
  });
});
