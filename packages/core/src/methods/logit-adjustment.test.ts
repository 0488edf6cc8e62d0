import { describeOnEveryBackend, expectClose } from '@disalign/test-support';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrateLogits, calibrationTensors } from '../calibration/calibrate-logits.js';
import { calibrateOnHost } from '../calibration/calibrate-on-host.js';
import { float32Tolerance } from '../fixtures/float32-tolerance.js';
import { goldens } from '../fixtures/goldens.js';
import { logitAdjustment } from './logit-adjustment.js';

const { logits, counts, tau, adjusted } = goldens.logitAdjustment;

describe('logitAdjustment', () => {
  it('adds -tau log r, worked by hand', () => {
    // r = (3/4, 1/4): bias 2 log(4/3) and 2 log 4, on scale 1 without a confidence layer.
    const calibration = logitAdjustment([3, 1], { tau: 2 });
    expectClose(calibration.bias, [2 * Math.log(4 / 3), 2 * Math.log(4)], { relative: 1e-15 });
    expect(calibration).toMatchObject({ form: 'blend', scale: Float64Array.of(1, 1), confidence: null });
    expect(logitAdjustment([3, 1]).bias[1]).toBeCloseTo(Math.log(4), 15);
  });

  it('agrees with PyTorch in float64', () => {
    const batch = { rows: logits.length, features: new Float64Array(0), logits: Float64Array.from(logits.flat()) };
    expectClose(calibrateOnHost(batch, logitAdjustment(counts, { tau })), adjusted.flat(), { relative: 1e-14 });
  });

  it('counts a class without samples as one sample, also where all are', () => {
    // Sizes (8, 1), r = (8/9, 1/9).
    const { bias } = logitAdjustment([8, 0], { zeroCounts: 'as-one' });
    expectClose(bias, [Math.log(9 / 8), Math.log(9)], { relative: 1e-14 });
    expect([...logitAdjustment([0, 0], { zeroCounts: 'as-one' }).bias]).toEqual([Math.log(2), Math.log(2)]);
  });

  it('leaves the logit of a class without samples alone', () => {
    const { bias } = logitAdjustment([6, 0, 2], { zeroCounts: 'no-weight' });
    expectClose(bias, [Math.log(8 / 6), 0, Math.log(4)], { relative: 1e-14 });
    expect([...logitAdjustment([0, 0], { zeroCounts: 'no-weight' }).bias]).toEqual([0, 0]);
  });

  it('changes nothing at tau 0, and shifts all logits alike where counts are equal', () => {
    expect([...logitAdjustment([7, 1, 90], { tau: 0 }).bias]).toEqual([0, 0, 0]);
    expect(new Set(logitAdjustment([5, 5, 5]).bias).size).toBe(1);
  });

  it('moves logits to the target prior, worked by hand', () => {
    // r = (3/4, 1/4), backward (1/4, 3/4): -log(r/pi) is -log 3 and log 3.
    expectClose(logitAdjustment([3, 1], { targetPrior: 'backward' }).bias, [-Math.log(3), Math.log(3)], {
      relative: 1e-14,
    });
    expectClose(logitAdjustment([3, 1], { targetPrior: 'training', tau: 2 }).bias, [0, 0], { absolute: 1e-15 });
    const uniform = logitAdjustment([3, 1], { targetPrior: 'uniform' });
    expect(uniform).toEqual(logitAdjustment([3, 1]));
    const given = logitAdjustment([3, 1], { targetPrior: [0.5, 0.5] });
    expectClose(
      given.bias,
      uniform.bias.map((value) => value - Math.log(2)),
      { relative: 1e-14 },
    );
  });

  it('takes a class that does not occur out of the running', () => {
    const { bias } = logitAdjustment([3, 1], { targetPrior: [1, 0] });
    expect(bias[1]).toBeLessThan(-700);
    expect(Number.isFinite(bias[1])).toBe(true);
  });

  it('depends on the ratios of the counts alone, and lifts the rarer class', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1e6 }), { minLength: 1, maxLength: 9 }), (sizes) => {
        const { bias } = logitAdjustment(sizes);
        const tenfold = logitAdjustment(sizes.map((size) => 10 * size)).bias;
        expectClose(tenfold, bias, { relative: 1e-12, absolute: 1e-12 });
        const bySize = sizes.map((size, k) => ({ size, margin: bias[k] })).sort((a, b) => a.size - b.size);
        const margins = bySize.map(({ margin }) => margin);
        expect(margins).toEqual([...margins].sort((a, b) => b - a));
      }),
    );
  });

  it.each([
    [() => logitAdjustment([3, 1], { tau: NaN }), 'logitAdjustment: `tau` must be finite, got NaN'],
    [() => logitAdjustment([3, 1], { tau: -Infinity }), 'logitAdjustment: `tau` must be finite, got -Infinity'],
    [() => logitAdjustment([3, 0]), "`counts[1]` must be positive, got 0 (set zeroCounts to 'as-one' or 'no-weight'"],
    [() => logitAdjustment([-1, 2]), '`counts[0]` must be a non-negative integer, got -1'],
    [() => logitAdjustment([2, 1.5]), '`counts[1]` must be a non-negative integer, got 1.5'],
    [() => logitAdjustment([]), '`counts` must hold at least one class, got none'],
  ])('refuses what breaks a rule (%#)', (call, message) => {
    expect(call).toThrow(RangeError);
    expect(call).toThrow(message);
  });
});

describeOnEveryBackend('logitAdjustment through calibrateLogits', (backend) => {
  it('agrees with PyTorch', async () => {
    const calibration = calibrationTensors(logitAdjustment(counts, { tau }));
    const result = calibrateLogits(tf.tensor2d(logits), null, calibration);
    expectClose(await result.data(), adjusted.flat(), float32Tolerance(backend));
  });
});
