import { createRandom } from '../random/create-random.js';
import { describe, expect, it } from 'vitest';
import { drawView } from './draw-view.js';

const views = Array.from({ length: 2000 }, (_, row) => drawView({ kind: 'photograph' }, createRandom(3, row)));

describe('drawView', () => {
  it('draws factors within 0.4 of 1, in every order, and flips one in two', () => {
    const factors = views.flatMap(({ changes }) => changes.map(({ factor }) => factor));
    expect(Math.min(...factors)).toBeGreaterThanOrEqual(0.6);
    expect(Math.max(...factors)).toBeLessThanOrEqual(1.4);
    expect(Math.min(...factors)).toBeLessThan(0.61);
    expect(Math.max(...factors)).toBeGreaterThan(1.39);
    expect(new Set(views.map(({ changes }) => changes.map(({ kind }) => kind).join())).size).toBe(6);
    // four deviations of 2000 tosses
    expect(Math.abs(views.filter(({ flip }) => flip).length - 1000)).toBeLessThan(4 * Math.sqrt(500));
  });

  it('repeats itself under one seed, and takes equally many draws whatever it draws', () => {
    expect(drawView({ kind: 'photograph' }, createRandom(3, 7))).toEqual(views[7]);
    const after = (augmentation: Parameters<typeof drawView>[0]) => {
      const random = createRandom(1);
      drawView(augmentation, random);
      return random.nextFloat();
    };
    expect(after({ kind: 'photograph', flip: 0, contrast: 0, area: [1, 1] })).toBe(after({ kind: 'photograph' }));
  });

  it.each([
    { area: [0, 1] as const },
    { area: [0.5, 0.4] as const },
    { area: [0.5, 1.5] as const },
    { aspectRatio: [1, Infinity] as const },
    { flip: 1.5 },
    { saturation: -0.1 },
    { contrast: NaN },
  ])('refuses $area$aspectRatio$flip$saturation$contrast', (limits) => {
    expect(() => drawView({ kind: 'photograph', ...limits }, createRandom(1))).toThrow(RangeError);
  });
});
