import { rm } from 'node:fs/promises';
import { accuracyUnderPrior, ClassificationCounts, targetShares } from '@disalign/core';
import { loadClassifier } from '@disalign/classification';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { checkpointPath } from '../../checkpoints/checkpoint-path.js';
import { writeTinyNetwork, type TinyNetwork } from '../fixtures/write-tiny-network.js';
import { comparedMethods } from './compared-methods.js';
import { measureMethod } from './measure-method.js';
import { comparedPriors } from './compared-prior.js';
import type { MethodRequest } from './method-run.js';

let tiny: TinyNetwork;
beforeAll(async () => {
  tiny = await writeTinyNetwork();
});
afterEach(() => {
  vi.restoreAllMocks();
});
afterAll(() => rm(tiny.featuresFolder, { recursive: true }));

const measure = (request: MethodRequest, fitSeeds: readonly number[], onProgress?: (share: number) => void) =>
  measureMethod({ origin: tiny.origin, request, fitSeeds }, onProgress);

describe('measureMethod', () => {
  it('says what the method gets right on test rows, under each prior', async () => {
    const { networkSeed, runs, testLabels } = await measure({ method: 'joint', priors: comparedPriors }, [7, 8]);
    expect(networkSeed).toBe(0);
    expect(testLabels).toEqual(await tiny.splits.test.labels());
    // Nothing is drawn: one seed is enough.
    expect(runs.map(({ prior, fitSeed }) => [prior, fitSeed])).toEqual(comparedPriors.map((prior) => [prior, 7]));
    const { logits, labels } = await tiny.splits.test.read({ start: 0, end: 60 });
    const counts = new ClassificationCounts({ classes: 10 });
    counts.add({ logits, labels });
    const { trainCounts } = await loadClassifier(checkpointPath('fashion-mnist-lt', 0));
    for (const { prior, test, correct, classAccuracy } of runs) {
      expect(test.overall).toBe(accuracyUnderPrior(counts, targetShares(prior, trainCounts)));
      // Six rows of each class.
      expect(classAccuracy).toEqual(
        Array.from({ length: 10 }, (_, k) => correct.subarray(6 * k, 6 * k + 6).reduce((a, b) => a + b, 0) / 6),
      );
    }
    expect(new Set(runs.map(({ test }) => test.overall)).size).toBe(3);
  });

  it('keeps what the first seed chose for the others, and chooses anew under another prior', async () => {
    const fit = vi.spyOn(comparedMethods.disalign, 'fit');
    const shares: number[] = [];
    const request = { method: 'disalign', priors: ['uniform', 'training'] } as const;
    const { runs } = await measure(request, [4, 9], (share) => shares.push(share));
    const asked = fit.mock.calls.map(([, { seed, targetPrior, given }]) => ({ seed, targetPrior, given }));
    expect(asked).toEqual([
      { seed: 4, targetPrior: 'uniform', given: {} },
      { seed: 9, targetPrior: 'uniform', given: runs[0].chosen },
      { seed: 4, targetPrior: 'training', given: {} },
      { seed: 9, targetPrior: 'training', given: runs[2].chosen },
    ]);
    expect(runs[1].chosen).toEqual(runs[0].chosen);
    for (const { calibration, meanConfidence } of runs) {
      expect(calibration?.scale).toHaveLength(10);
      expect(meanConfidence).toBeGreaterThan(0);
      expect(meanConfidence).toBeLessThan(1);
    }
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBeLessThanOrEqual(1);
  });

  it('fits once what has no use for the prior', async () => {
    const fit = vi.spyOn(comparedMethods['ncm-cosine'], 'fit');
    const { runs } = await measure({ method: 'ncm-cosine', priors: comparedPriors }, [0, 1]);
    expect(fit).toHaveBeenCalledTimes(1);
    expect(runs.map(({ correct }) => correct)).toEqual([runs[0].correct, runs[0].correct, runs[0].correct]);
  });

  it('moves a head to another prior where that needs no training', async () => {
    const { head } = await loadClassifier(checkpointPath('fashion-mnist-lt', 0));
    const arrays = { classes: 10, featureSize: 64, weight: head.weight, bias: head.bias, unitParts: null };
    const trained = { method: 'balanced-softmax', trainedParameters: 650, chosen: {} };
    const fit = vi
      .spyOn(comparedMethods['balanced-softmax'], 'fit')
      .mockResolvedValue({ ...trained, outcome: { kind: 'head', head: arrays } });
    const { runs } = await measure({ method: 'balanced-softmax', priors: comparedPriors }, [0]);
    expect(fit.mock.calls.map(([, { targetPrior }]) => targetPrior)).toEqual(['uniform']);
    // The tail is the head's last classes: it loses rows where they are wanted less.
    const tail = (prior: number) => (runs[prior].classAccuracy[9] ?? NaN) + (runs[prior].classAccuracy[8] ?? NaN);
    expect(tail(1)).toBeLessThan(tail(0));
    expect(tail(2)).toBeGreaterThanOrEqual(tail(0));
  });

  it('learns the parts it is told to, with the rho it is given', async () => {
    const learn = { scale: false, confidence: false };
    const request = { method: 'disalign', priors: ['uniform'], given: { rho: 0.7 }, learn } as const;
    const { runs } = await measure(request, [0]);
    expect(runs[0]).toMatchObject({ chosen: { rho: 0.7 }, trainedParameters: 10, meanConfidence: 1 });
    expect(runs[0].calibration?.scale).toEqual(new Float64Array(10).fill(1));
  });

  it('gives the balanced rows to the bound alone, which cannot do without', async () => {
    const request = { method: 'empirical-bound', priors: ['uniform'] } as const;
    await expect(measure(request, [0])).rejects.toThrow('`balanced` must be given');
  });

  it('ends with plain data, which a thread can hand over', async () => {
    const measured = await measure({ method: 'tau-norm', priors: ['backward'] }, [0]);
    expect(structuredClone(measured)).toEqual(measured);
    expect(measured.runs[0].chosen.tau).toBeTypeOf('number');
  });
});
