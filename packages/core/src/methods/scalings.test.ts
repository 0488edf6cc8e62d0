import { expectClose } from '@disalign/test-support';
import { describe, expect, it } from 'vitest';
import { featuresInMemory } from '../features/features-in-memory.js';
import { alignmentOnHost } from '../losses/alignment-on-host.js';
import type { Calibration } from '../calibration/calibration.js';
import { goldenSource, goldenValidation, methodGoldens } from './fixtures/method-goldens.js';
import type { FittedMethod } from './method.js';
import { temperatureScaling } from './temperature-scaling.js';
import { vectorScaling } from './vector-scaling.js';

const data = { train: goldenSource, validation: goldenValidation, counts: methodGoldens.counts };
const priors = [
  ['uniform', 'uniform'],
  ['given', methodGoldens.prior],
] as const;

function calibrationOf({ outcome }: FittedMethod): Calibration {
  if (outcome.kind === 'calibration') return outcome.calibration;
  throw new Error('not a calibration');
}

async function lossOf(calibration: Calibration, weights: readonly number[]): Promise<number> {
  const batch = await goldenValidation.read({ start: 0, end: goldenValidation.rows });
  const { loss, weight } = alignmentOnHost(batch, { ...calibration, confidence: null }, Float64Array.from(weights));
  return loss / weight;
}

describe('temperatureScaling', () => {
  it.each(priors)('finds the temperature of PyTorch, prior %s', async (name, targetPrior) => {
    const golden = methodGoldens[name];
    const fitted = await temperatureScaling.fit(data, { targetPrior });
    // Where the loss is flat, a relative 1e-12 of it is 1e-6 of the temperature.
    expectClose([fitted.chosen.temperature], [golden.temperature], { relative: 1e-5 });
    expectClose([await lossOf(calibrationOf(fitted), golden.weights)], [golden.temperatureLoss], { relative: 1e-10 });
    expect(new Set(calibrationOf(fitted).scale).size).toBe(1);
    expect([...calibrationOf(fitted).bias]).toEqual([0, 0, 0, 0]);
  });

  it('refuses logits that rank the classes the wrong way round, and a lack of rows', async () => {
    const wrong = featuresInMemory({
      features: [[1], [1], [1]],
      logits: [
        [2, 0],
        [0, 2],
        [0, 1],
      ],
      labels: [1, 0, 1],
    });
    const counts = [1, 1];
    await expect(temperatureScaling.fit({ train: wrong, validation: wrong, counts })).rejects.toThrow(
      'temperature-scaling: `validation` must have logits that say something of the classes, got 1/T = -',
    );
    await expect(temperatureScaling.fit({ train: wrong })).rejects.toThrow(
      '`validation` must be given, whose likelihood',
    );
  });
});

describe('vectorScaling', () => {
  it.each(priors)('finds the scales and biases of PyTorch, prior %s', async (name, targetPrior) => {
    const golden = methodGoldens[name];
    const fitted = await vectorScaling.fit(data, { targetPrior });
    const { scale, bias } = calibrationOf(fitted);
    expectClose([await lossOf(calibrationOf(fitted), golden.weights)], [golden.vectorLoss], { relative: 1e-9 });
    expectClose(scale, golden.scale, { relativeToLargest: 1e-3 });
    const mean = bias.reduce((sum, value) => sum + value, 0) / bias.length;
    expectClose(
      bias.map((value) => value - mean),
      golden.bias,
      { relativeToLargest: 1e-3 },
    );
    expect(fitted.trainedParameters).toBe(8);
  });

  it('tells its progress, and stops on a signal', async () => {
    const shares: number[] = [];
    await vectorScaling.fit(data, { onProgress: (share) => shares.push(share) });
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.length).toBeGreaterThan(2);
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(vectorScaling.fit(data, { signal })).rejects.toThrow('enough');
  });
});
