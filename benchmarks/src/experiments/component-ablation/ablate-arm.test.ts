import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { writeTinyNetwork, type TinyNetwork } from '../fixtures/write-tiny-network.js';
import { ablateArm } from './ablate-arm.js';
import { ablationArms } from './ablation-arm.js';
import { runArm } from './run-arm.js';

vi.mock('./run-arm.js', { spy: true });

let tiny: TinyNetwork;
beforeAll(async () => {
  tiny = await writeTinyNetwork();
});
beforeEach(() => {
  vi.mocked(runArm).mockClear();
});
afterAll(() => rm(tiny.featuresFolder, { recursive: true }));

const ablate = (arm: number, fitSeeds: readonly number[], onProgress?: (share: number) => void) =>
  ablateArm({ origin: tiny.origin, arm, fitSeeds }, onProgress);

describe('ablateArm', () => {
  it('says what the arm gets right on test rows, and what is known of the data', async () => {
    const ablation = await ablate(0, [7]);
    expect(ablation).toMatchObject({ networkSeed: 0, arm: 0, classes: 10, featureSize: 64, trainAccuracy: null });
    expect(ablation.trainCounts).toEqual([5900, 3536, 2120, 1271, 762, 456, 273, 164, 98, 59]);
    const labels = await tiny.splits.test.labels();
    expect(ablation.testLabels).toEqual(labels);
    const [{ networkSeed, fitSeed, rho, test, correct }] = ablation.runs;
    expect({ networkSeed, fitSeed, rho }).toEqual({ networkSeed: 0, fitSeed: 7, rho: null });
    // Six rows of each class: the first eight classes are many-shot, the last two medium-shot.
    const share = (rows: Uint8Array) => rows.reduce((sum, value) => sum + value, 0) / rows.length;
    expect(test.overall).toBeCloseTo(share(correct), 12);
    expect(test.many).toBeCloseTo(share(correct.subarray(0, 48)), 12);
    expect(test.medium).toBeCloseTo(share(correct.subarray(48)), 12);
    expect(test.few).toBeNull();
    expect(test.overall).toBeGreaterThan(0.3);
  });

  it('runs the arm it is asked for with every seed, and keeps the rho of the first', async () => {
    const shares: number[] = [];
    const { runs, trainAccuracy } = await ablate(6, [4, 9], (share) => shares.push(share));
    const requests = vi.mocked(runArm).mock.calls.map(([, { method, seed, rho }]) => ({ method, seed, rho }));
    const { method } = ablationArms[6];
    expect(requests).toEqual([
      { method, seed: 4, rho: null },
      { method, seed: 9, rho: runs[0].rho },
    ]);
    expect(runs.map(({ fitSeed }) => fitSeed)).toEqual([4, 9]);
    expect(runs[0].rho).toBeTypeOf('number');
    expect(runs[1].rho).toBe(runs[0].rho);
    expect(trainAccuracy).toBeGreaterThan(0.3);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.some((share) => share < 0.5)).toBe(true);
    expect(shares.at(-1)).toBeLessThanOrEqual(1);
  });

  it('ends with plain data, which a thread can hand over', async () => {
    const ablation = await ablate(1, [0, 1]);
    expect(structuredClone(ablation)).toEqual(ablation);
  });
});
