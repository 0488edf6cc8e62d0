import { rm } from 'node:fs/promises';
import { fitCalibration } from '@disalign/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeTinyNetwork, type TinyNetwork } from '../fixtures/write-tiny-network.js';
import { compareOptimizers, type NetworkComparison } from './compare-optimizers.js';
import { comparedNames, comparedOptimizers, comparedRhos } from './optimizer-comparison.js';

describe('compareOptimizers', () => {
  let tiny: TinyNetwork;
  let comparison: NetworkComparison;
  const shares: number[] = [];
  beforeAll(async () => {
    tiny = await writeTinyNetwork();
    comparison = await compareOptimizers(tiny.origin, (share) => shares.push(share));
  });
  afterAll(() => rm(tiny.featuresFolder, { recursive: true }));

  it('has a run of each way at the rho that is best on validation rows', async () => {
    const { train, validation } = tiny.splits;
    const counts = comparison.trainCounts;
    expect(comparison.runs).toHaveLength(comparedNames.length);
    for (const [i, name] of comparedNames.entries()) {
      const accuracies: number[] = [];
      for (const rho of comparedRhos) {
        const settings = { rho, optimizer: comparedOptimizers[name] };
        const { verdict } = await fitCalibration({ train, validation, counts }, { settings });
        accuracies.push(verdict?.calibrated.meanClassAccuracy.overall ?? NaN);
      }
      const best = Math.max(...accuracies);
      const rho = comparedRhos[accuracies.indexOf(best)];
      expect(comparison.runs[i]).toMatchObject({ networkSeed: 0, rho, validation: best });
    }
  });

  it('says which validation rows each gets right', async () => {
    expect(comparison.validationLabels).toEqual(await tiny.splits.validation.labels());
    for (const { correct, validation, seconds } of comparison.runs) {
      // Classes have as many rows as each other, so the mean over classes is that over rows.
      expect(correct.reduce((sum, value) => sum + value, 0) / correct.length).toBeCloseTo(validation, 12);
      expect(seconds).toBeGreaterThan(0);
    }
  });

  it('says how far it is after each fit, and ends with plain data', () => {
    expect(shares).toHaveLength(comparedNames.length * comparedRhos.length);
    expect(shares[0]).toBeCloseTo(1 / 12, 12);
    expect(shares.at(-1)).toBe(1);
    expect(structuredClone(comparison)).toEqual(comparison);
  });
});
