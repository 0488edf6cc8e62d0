import { classWeights, fineTuneHead, scoreMethod, startBackend } from '@disalign/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { tinyFeatures } from '../fixtures/tiny-features.js';
import { fitReweightedHead, reweightedHeadFacts } from './reweighted-head.js';

const { train, validation, head, trainCounts: counts } = tinyFeatures();
const data = { train, validation, head, counts };

beforeAll(async () => {
  await startBackend('cpu');
});

describe('fitReweightedHead', () => {
  it('fine-tunes the head of the network with the weights of the rho it is given', async () => {
    const { outcome, chosen, trainedParameters } = await fitReweightedHead(data, { rho: 1.5, seed: 2 });
    const weights = classWeights(counts, { rho: 1.5 });
    const tuned = await fineTuneHead(train, head, { epochs: 5, learningRate: 0.01, classWeights: weights, seed: 2 });
    expect(outcome).toEqual({ kind: 'head', head: tuned });
    expect(chosen).toEqual({ rho: 1.5 });
    // Three classes, two features.
    expect(trainedParameters).toBe(9);
    expect(reweightedHeadFacts.trainedParameters.count(train)).toBe(9);
  });

  it('chooses rho by the mean accuracy of the classes on validation rows', async () => {
    const shares: number[] = [];
    const { chosen } = await fitReweightedHead(data, { onProgress: (share) => shares.push(share) });
    const scores: { rho: number; accuracy: number }[] = [];
    for (const rho of [0.5, 1, 1.5, 2]) {
      const { correct } = await scoreMethod(validation, await fitReweightedHead(data, { rho }));
      // Forty rows of each class: their mean is that of the classes.
      scores.push({ rho, accuracy: correct.reduce((sum, value) => sum + value, 0) });
    }
    expect(chosen.rho).toBe(scores.reduce((a, b) => (b.accuracy > a.accuracy ? b : a)).rho);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });

  it('says what it lacks', async () => {
    await expect(fitReweightedHead({ train, counts, head })).rejects.toThrow('`validation` must be given');
    await expect(fitReweightedHead({ train, counts }, { rho: 1 })).rejects.toThrow('`head` and `counts` must be given');
  });
});
