import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repeatFactors } from './repeat-factors.js';
import { repeatImages } from './repeat-images.js';

describe('repeatFactors', () => {
  it('by hand: four images, t = 1/4', () => {
    // f = 1, 1/4, 0 and 1/16 of 16 images: r = 1, 1, none, sqrt(4) = 2.
    const imageCategories = Array.from({ length: 16 }, (_, i) =>
      Uint16Array.from(i === 0 ? [0, 1, 3] : i < 4 ? [0, 1] : i < 15 ? [0] : []),
    );
    const factors = repeatFactors({ imageCounts: [15, 4, 0, 1], imageCategories }, 1 / 4);
    expect([...factors.categories]).toEqual([1, 1, 1, 2]);
    expect([...factors.images]).toEqual([2, ...Array<number>(15).fill(1)]);
  });

  it('refuses a threshold that is no part', () => {
    expect(() => repeatFactors({ imageCounts: [1], imageCategories: [Uint16Array.of(0)] }, 2)).toThrow('got 2');
  });
});

describe('repeatImages', () => {
  it('draws each image as often as its factor says, the fraction as a chance', () => {
    const factor = fc.double({ min: 0, max: 5, noNaN: true });
    fc.assert(
      fc.property(fc.array(factor, { maxLength: 20 }), fc.nat(), (factors, seed) => {
        const times = factors.map(() => 0);
        for (const image of repeatImages(factors, { seed, epoch: 0 })) times[image]++;
        for (const [image, value] of factors.entries()) {
          expect([Math.floor(value), Math.ceil(value)]).toContain(times[image]);
        }
      }),
    );
  });

  it('has the size that the factors sum to, on average', () => {
    const factors = Float64Array.from({ length: 20_000 }, () => 1.3);
    // Five deviations of 20,000 draws of 0.3.
    expect(Math.abs(repeatImages(factors, { seed: 1, epoch: 2 }).length - 26_000)).toBeLessThan(325);
  });

  it('is another order in each epoch, and the same again for the same seed', () => {
    const factors = Array<number>(50).fill(1);
    const epochs = [0, 1, 0].map((epoch) => [...repeatImages(factors, { seed: 3, epoch })]);
    expect(epochs[0]).toEqual(epochs[2]);
    expect(epochs[0]).not.toEqual(epochs[1]);
    expect(epochs[1].sort((a, b) => a - b)).toEqual([...factors.keys()]);
  });

  it('refuses a factor that is none', () => {
    expect(() => repeatImages([1, NaN], { seed: 0, epoch: 0 })).toThrow(
      '`factors[1]` must be a number from 0, got NaN',
    );
  });
});
