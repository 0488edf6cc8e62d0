import { describe, expect, it } from 'vitest';
import { costLine, costOf } from './cost-page.js';
import { measureCost } from './measure-cost.js';
import { buildFcnHead, buildResnet, type TimedNetwork } from './networks.js';

const small: readonly TimedNetwork[] = [
  {
    name: 'a small ResNet',
    description: '',
    classes: 7,
    featureSize: 512,
    input: [1, 3, 32, 32],
    build: () => buildResnet([1, 1], [1, 3, 32, 32], 7),
  },
  {
    name: 'a small head',
    description: '',
    classes: 5,
    featureSize: 8,
    input: [1, 8, 4, 4],
    build: () => buildFcnHead({ features: 8, classes: 5, side: 4, stride: 2 }),
  },
];

describe('measureCost', () => {
  it.each(small)('runs $name with and without a calibration, by turns', async (network) => {
    const told: number[] = [];
    const { signal } = new AbortController();
    const times = await measureCost(network, { rounds: 3, signal, onRound: (round) => told.push(round) });
    expect(told).toEqual([-1, 0, 1, 2, 3]);
    for (const runs of [times.original, times.calibrated]) {
      expect(runs).toHaveLength(3);
      expect(Math.min(...runs)).toBeGreaterThan(0);
    }
  });

  it('stops where it is aborted', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(measureCost(small[1], { rounds: 3, signal, onRound: () => undefined })).rejects.toThrow('enough');
  });
});

describe('costOf', () => {
  it('compares each run with the one beside it', () => {
    // differences 1, 2, 3 of a median of 100
    const cost = costOf(small[0], { original: [90, 100, 110], calibrated: [91, 102, 113] });
    expect(cost.added).toBeCloseTo(0.02);
    expect(cost.interval).toEqual([0.01, 0.03]);
    expect(costLine(cost)).toBe('a small ResNet: 2.00 % (95 % interval 1.00 % to 3.00 %)');
  });
});
