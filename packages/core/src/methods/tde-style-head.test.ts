import { describeOnEveryBackend, expectClose } from '@disalign/test-support';
import { describe, expect, it } from 'vitest';
import { drawFeatures } from '../features/fixtures/draw-features.js';
import { featureStatistics } from '../features/feature-statistics.js';
import { headLogitsOnHost } from '../heads/head-logits-on-host.js';
import { goldenSource, goldenValidation, methodGoldens } from './fixtures/method-goldens.js';
import { removeContext } from './remove-context.js';
import { tdeStyleHead } from './tde-style-head.js';

const { effect, counts } = methodGoldens;
const features = Float32Array.from(methodGoldens.features.flat());
const head = { classes: 4, featureSize: 6, weight: Float64Array.from(methodGoldens.weight.flat()) };

describe('removeContext', () => {
  it('agrees with PyTorch with the context in, and with it removed', async () => {
    const { mean } = await featureStatistics(goldenSource);
    const whole = removeContext(head, { form: effect, alpha: 0, mean: null });
    expectClose(headLogitsOnHost(features, whole), effect.trained.flat(), { relativeToLargest: 5e-7 });
    const removed = removeContext(head, { form: effect, alpha: effect.alpha, mean });
    expectClose(headLogitsOnHost(features, removed), effect.removed.flat(), { relativeToLargest: 5e-7 });
  });

  it('takes out what points along the mean, worked by hand', () => {
    // One part, gamma 0: v = (0.6, 0.8), e = (1, 0): at alpha 1 u = (0, 0.8), at alpha 0.5 (0.3, 0.8), times tau 10.
    const one = { classes: 1, featureSize: 2, weight: Float64Array.of(3, 4) };
    const context = { form: { parts: 1, tau: 10, gamma: 0 }, mean: Float64Array.of(7, 0) };
    expectClose(removeContext(one, { ...context, alpha: 1 }).weight, [0, 8], { relative: 1e-7, absolute: 1e-7 });
    expectClose(removeContext(one, { ...context, alpha: 0.5 }).weight, [3, 8], { relative: 1e-7 });
    // A part without a mean has no direction.
    const nowhere = removeContext(one, { ...context, mean: new Float64Array(2), alpha: 1 });
    expectClose(nowhere.weight, [6, 8], { relative: 1e-7 });
  });
});

describeOnEveryBackend('tdeStyleHead', () => {
  const data = { train: goldenSource, validation: goldenValidation, counts };

  it('trains a head, and removes the context it is told or the best on validation rows', async () => {
    const options = { epochs: 2, batchSize: 72 } as const;
    const given = await tdeStyleHead.fit(data, { ...options, alpha: 1.5 });
    expect(given).toMatchObject({ method: 'tde-style', trainedParameters: 24, chosen: { alpha: 1.5 } });
    const chosen = await tdeStyleHead.fit(data, options);
    expect([...Array(17).keys()].map((i) => i / 4)).toContain(chosen.chosen.alpha);
    const again = await tdeStyleHead.fit(data, { ...options, alpha: chosen.chosen.alpha });
    expect(again).toEqual(chosen);
    if (chosen.outcome.kind !== 'head') throw new Error('not a head');
    expect(chosen.outcome.head).toMatchObject({ unitParts: 2, bias: null });
  });

  it('has one part where the features are odd in number', async () => {
    const train = drawFeatures({ rows: 20, featureSize: 3, classes: 2 });
    const { outcome } = await tdeStyleHead.fit({ train }, { epochs: 1, alpha: 1 });
    expect(outcome).toMatchObject({ kind: 'head', head: { unitParts: 1 } });
  });

  it.each([
    [{ parts: 4 }, '`parts` must divide the 6 features, got 4'],
    [{ tau: 0 }, '`tau` must be above 0, got 0'],
    [{ gamma: -1 }, '`gamma` must be >= 0, got -1'],
  ])('refuses constants that break a rule (%#)', async (options, message) => {
    await expect(tdeStyleHead.fit(data, { alpha: 1, ...options })).rejects.toThrow(
      new RangeError(`tde-style: ${message}`),
    );
  });

  it('says that it lacks validation rows', async () => {
    await expect(tdeStyleHead.fit({ train: goldenSource })).rejects.toThrow(
      'tde-style: `validation` must be given, where no `alpha` is, got nothing',
    );
  });
});
