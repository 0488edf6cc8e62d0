import { createRandom } from '@disalign/core';
import { describe, expect, it } from 'vitest';
import { drawDistortion, type Distortion } from './draw-distortion.js';

const draw = (difficulty: number, count = 2000): Distortion[] =>
  Array.from({ length: count }, (_, seed) => drawDistortion(createRandom(seed), difficulty, 200));

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const spread = (values: readonly number[]) => [Math.min(...values), Math.max(...values)];

describe('drawDistortion', () => {
  it('repeats itself for the same stream', () => {
    expect(drawDistortion(createRandom(3), 1, 200)).toEqual(drawDistortion(createRandom(3), 1, 200));
    expect(drawDistortion(createRandom(3), 1, 200)).not.toEqual(drawDistortion(createRandom(4), 1, 200));
  });

  it.each<[string, (distortion: Distortion) => number, number, number]>([
    ['scale', ({ placement }) => placement.scale, 0.72, 1.08],
    ['shear', ({ placement }) => placement.shear, -0.18, 0.18],
    ['shift', ({ placement }) => placement.shiftX, -2.2, 2.2],
    ['gamma', ({ gamma }) => gamma, 0.55, 1.45],
    ['blur', ({ blurSigma }) => blurSigma, 0, 0.9],
    ['noise', ({ noise }) => noise, 0, 0.07],
  ])('keeps the %s in its range and fills that', (_, valueOf, low, high) => {
    const [least, most] = spread(draw(1).map(valueOf));
    const margin = 0.02 * (high - low);
    expect(least).toBeGreaterThanOrEqual(low);
    expect(least).toBeLessThan(low + margin);
    expect(most).toBeLessThanOrEqual(high);
    expect(most).toBeGreaterThan(high - margin);
  });

  it('turns by 8.4 degrees in the mean square', () => {
    const squares = draw(1).map(({ placement }) => placement.angle ** 2);
    // 2,000 squares of a normal: their mean is known to sqrt(2 / 2000) = 3 %, its root to 1.6 %; four of them.
    expect(Math.sqrt(mean(squares)) / ((8.4 * Math.PI) / 180)).toBeCloseTo(1, 1);
  });

  it('keeps paper and ink between black and white', () => {
    for (const { tone } of draw(3)) {
      expect(tone.darkest).toBeGreaterThanOrEqual(0);
      expect(tone.contrast).toBeGreaterThan(0);
      expect(tone.darkest + tone.contrast).toBeLessThanOrEqual(1 + 1e-12);
    }
  });

  it('adds clutter to 55 of 100 images and a line to 25', () => {
    const distortions = draw(1);
    const share = (has: (distortion: Distortion) => boolean) => mean(distortions.map((each) => (has(each) ? 1 : 0)));
    // One deviation of the share of 2,000 is 0.011 and 0.0097; five of them.
    expect(Math.abs(share(({ clutter }) => clutter !== undefined) - 0.55)).toBeLessThan(0.056);
    expect(Math.abs(share(({ line }) => line !== undefined) - 0.25)).toBeLessThan(0.049);
    const characters = distortions.flatMap(({ clutter }) => clutter?.character ?? []);
    expect(spread(characters)[0]).toBeGreaterThanOrEqual(0);
    expect(spread(characters)[1]).toBeLessThan(200);
  });

  it('widens with the difficulty', () => {
    const widest = (difficulty: number) =>
      Math.max(...draw(difficulty, 300).map(({ placement }) => Math.abs(placement.shiftX)));
    expect(widest(0.5)).toBeLessThan(1.1);
    expect(widest(2)).toBeGreaterThan(3);
  });
});
