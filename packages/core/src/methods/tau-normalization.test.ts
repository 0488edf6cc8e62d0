import { expectClose } from '@disalign/test-support';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrateOnHost } from '../calibration/calibrate-on-host.js';
import { tailFeatures } from '../fitting/fixtures/tail-features.js';
import { goldenHead, goldenSource, methodGoldens } from './fixtures/method-goldens.js';
import { goldens } from '../fixtures/goldens.js';
import { scoreMethod } from './score-method.js';
import { tauNormalization, tauNormalizationMethod } from './tau-normalization.js';

describe('tauNormalization', () => {
  // Weights of length 5 and 2.
  const head = { classes: 2, featureSize: 2, weight: Float32Array.of(3, 4, 0, 2), bias: Float32Array.of(10, 20) };

  it('divides by the length of the weights to the power of tau, worked by hand', () => {
    expect([...tauNormalization(head, { tau: 1 }).scale]).toEqual([0.2, 0.5]);
    expectClose(tauNormalization(head, { tau: 0.5 }).scale, [5 ** -0.5, 2 ** -0.5], { relative: 1e-15 });
    expect([...tauNormalization(head, { tau: 1 }).bias]).toEqual([-2, -10]);
    expect([...tauNormalization(head, { tau: 1, bias: 'scale' }).bias]).toEqual([0, 0]);
    expect([...tauNormalization(head, { tau: 1, bias: 'keep' }).bias]).toEqual([8, 10]);
  });

  it.each(['drop', 'scale', 'keep'] as const)('agrees with PyTorch, bias %s', async (bias) => {
    const { tau, [bias]: expected } = methodGoldens.tauNorm;
    const batch = await goldenSource.read({ start: 0, end: goldenSource.rows });
    const logits = calibrateOnHost(batch, tauNormalization(goldenHead, { tau, bias }));
    // The logits are rounded to float32 before they are calibrated.
    expectClose(logits, expected.flat(), { relativeToLargest: 2e-7 });
  });

  it('gives the weights of PyTorch', () => {
    const { weight, tau, normalized } = goldens.tauNorm;
    const [classes, featureSize] = [weight.length, weight[0].length];
    const { scale } = tauNormalization(
      { classes, featureSize, weight: Float32Array.from(weight.flat()), bias: null },
      { tau },
    );
    expectClose(
      weight.flatMap((row, j) => row.map((value) => value * scale[j])),
      normalized.flat(),
      { relativeToLargest: 1e-7 },
    );
  });

  it('changes nothing at tau 0 where the bias stays, and at tau 1 forgets the lengths', () => {
    const lengths = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 2, maxLength: 2 });
    const property = fc.property(lengths, (exponents) => {
      const longer = head.weight.map((value, i) => value * 2 ** exponents[i >> 1]);
      const stretched = tauNormalization({ ...head, weight: longer }, { tau: 1 });
      const unit = longer.map((value, i) => value * stretched.scale[i >> 1]);
      expectClose(unit, [0.6, 0.8, 0, 1], { relative: 1e-6 });
    });
    fc.assert(property, { seed: 1 });
    const untouched = tauNormalization(head, { tau: 0, bias: 'keep' });
    expect(untouched).toMatchObject({ scale: Float64Array.of(1, 1), bias: Float64Array.of(0, 0) });
  });

  it('refuses weights of zeros and a tau that is no number', () => {
    expect(() => tauNormalization({ ...head, weight: Float32Array.of(3, 4, 0, 0) }, { tau: 1 })).toThrow(
      new RangeError('tauNormalization: `head.weight` of class 1 must not be zero'),
    );
    expect(() => tauNormalization(head, { tau: NaN })).toThrow('`tau` must be finite, got NaN');
  });
});

describe('tauNormalizationMethod', () => {
  const counts = [400, 60, 10];
  const train = tailFeatures([40, 30, 20], counts);
  const validation = tailFeatures([60, 60, 60], counts, 2);
  // Longer weights for larger classes.
  const head = { classes: 3, featureSize: 3, weight: Float32Array.of(2, 0, 0, 0, 1.5, 0, 0, 0, 1), bias: null };

  it('takes the tau that is given', async () => {
    const fitted = await tauNormalizationMethod.fit({ train, head }, { tau: 0.7 });
    expect(fitted).toEqual({
      method: 'tau-norm',
      outcome: { kind: 'calibration', calibration: tauNormalization(head, { tau: 0.7 }) },
      trainedParameters: 0,
      chosen: { tau: 0.7 },
    });
  });

  it('chooses the tau that no other of the grid beats on validation rows, the smallest of equals', async () => {
    const { chosen } = await tauNormalizationMethod.fit({ train, head, validation, counts });
    const accuracyAt = async (tau: number) => {
      const scored = await scoreMethod(validation, await tauNormalizationMethod.fit({ train, head }, { tau }));
      return scored.counts.correct[0].reduce((sum, value) => sum + value, 0);
    };
    const taus = Array.from({ length: 21 }, (_, i) => i / 10);
    const accuracies = await Promise.all(taus.map(accuracyAt));
    expect(chosen.tau).toBe(taus[accuracies.indexOf(Math.max(...accuracies))]);
  });

  it('says what it lacks', async () => {
    await expect(tauNormalizationMethod.fit({ train })).rejects.toThrow(
      new RangeError('tau-norm: `head` must be given, whose weights are normalised, got nothing'),
    );
    await expect(tauNormalizationMethod.fit({ train, head })).rejects.toThrow('`validation` must be given');
    await expect(tauNormalizationMethod.fit({ train, head: { ...head, classes: 2 } }, { tau: 1 })).rejects.toThrow(
      'tau-norm: `head` must have 3 classes and 3 features, as `train` has, got 2 and 3',
    );
  });
});
