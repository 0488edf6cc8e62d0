import { expectClose } from '@disalign/test-support';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrationGoldens, detectionGoldens, goldenCalibration } from '../fixtures/golden-calibration.js';
import { goldens } from '../fixtures/goldens.js';
import { calibrateOnHost } from './calibrate-on-host.js';
import { identityCalibration } from './identity-calibration.js';

const { features, logits, parameters } = goldens.calibration_blend_weights;
const batch = { rows: 6, features: Float64Array.from(features.flat()), logits: Float64Array.from(logits.flat()) };

describe('calibrateOnHost', () => {
  it('moves a logit by magnitude, margin and confidence, worked by hand', () => {
    // Features standardised: (3 - 2) / 0.5 = 2. Score 1 * 2 - 2 = 0, so c = 0.5.
    const one = (value: number) => Float64Array.of(value);
    const confidence = { weight: one(1), bias: -2, mean: one(2), deviation: one(0.5) };
    const shared = { scale: Float64Array.of(2, 0.5), bias: Float64Array.of(1, -1), confidence };
    const row = { rows: 1, features: Float32Array.of(3), logits: Float32Array.of(3, -4) };
    // Blend: 0.5 (2 * 3 + 1) + 0.5 * 3, 0.5 (0.5 * -4 - 1) + 0.5 * -4. Additive: (1 + 0.5 * 2) 3 + 0.5, (1 + 0.5 * 0.5) (-4) - 0.5.
    expect([...calibrateOnHost(row, { form: 'blend', ...shared })]).toEqual([5, -3.5]);
    expect([...calibrateOnHost(row, { form: 'additive', ...shared })]).toEqual([6.5, -5.5]);
    expect([...calibrateOnHost(row, { form: 'blend', ...shared, confidence: null })]).toEqual([7, -3]);
  });

  it('agrees with PyTorch on samples, regions and pixels', () => {
    const { segmentation } = goldens;
    const pixels = {
      ...segmentation,
      form: 'blend' as const,
      features: segmentation.features.flat(),
      logits: segmentation.logits.flat(),
      calibrated: segmentation.calibrated.flat(),
    };
    for (const golden of [...calibrationGoldens, ...detectionGoldens, pixels]) {
      const rows = {
        rows: golden.logits.length,
        features: Float64Array.from(golden.features.flat()),
        logits: Float64Array.from(golden.logits.flat()),
      };
      const calibrated = calibrateOnHost(rows, goldenCalibration(golden.form, golden.parameters));
      expectClose(calibrated, golden.calibrated.flat(), { relative: 1e-10 });
    }
  });

  it('changes nothing, to the last bit, at the identity of each form', () => {
    const { confidence } = goldenCalibration('blend', parameters);
    for (const form of ['blend', 'additive'] as const) {
      const identity = identityCalibration(4, form);
      expect(calibrateOnHost(batch, identity)).toEqual(batch.logits);
      expect(calibrateOnHost(batch, { ...identity, confidence })).toEqual(batch.logits);
    }
  });

  it('lies between the logits and the fully calibrated ones in the blend form', () => {
    const number = fc.double({ min: -1e4, max: 1e4, noNaN: true });
    const parameter = fc.double({ min: -5, max: 5, noNaN: true });
    const property = fc.property(number, number, parameter, parameter, (z, x, scale, bias) => {
      const one = (value: number) => Float64Array.of(value);
      const confidence = { weight: one(1), bias: 0, mean: one(0), deviation: one(1) };
      const row = { rows: 1, features: one(x), logits: one(z) };
      const calibration = { form: 'blend' as const, scale: one(scale), bias: one(bias), confidence };
      const [value] = calibrateOnHost(row, calibration);
      const [full] = calibrateOnHost(row, { ...calibration, confidence: null });
      const slack = 1e-12 * (Math.abs(z) + Math.abs(full) + 10);
      expect(value).toBeGreaterThanOrEqual(Math.min(z, full) - slack);
      expect(value).toBeLessThanOrEqual(Math.max(z, full) + slack);
      const additive = calibrateOnHost(row, { ...calibration, form: 'additive', scale: one(scale - 1) });
      expectClose(additive, [value], { relative: 1e-12, absolute: 1e-10 });
    });
    fc.assert(property, { seed: 1 });
  });

  it('keeps infinities, saturates huge scores, and takes no rows', () => {
    const one = (value: number) => Float64Array.of(value);
    const confidence = { weight: one(1), bias: 0, mean: one(0), deviation: one(1) };
    const calibration = { form: 'blend' as const, scale: one(3), bias: one(1), confidence };
    const rows = { rows: 3, features: Float64Array.of(1e4, -1e4, 0), logits: Float64Array.of(1e4, 1e4, -Infinity) };
    expect([...calibrateOnHost(rows, calibration)]).toEqual([30001, 1e4, -Infinity]);
    const none = { rows: 0, features: new Float32Array(0), logits: new Float32Array(0) };
    expect(calibrateOnHost(none, calibration)).toHaveLength(0);
  });

  it('never trusts a row less than half where the confidence is rectified, worked by hand', () => {
    const one = (value: number) => Float64Array.of(value);
    const confidence = { form: 'rectified' as const, weight: one(2), bias: -2, mean: one(1), deviation: one(2) };
    const calibration = { form: 'blend' as const, scale: one(3), bias: one(4), confidence };
    // Scores 2 (x - 1) / 2 - 2 = -4, 0 and log 3: confidences 1/2, 1/2 and 3/4; z + c (2 z + 4).
    const rows = { rows: 3, features: Float64Array.of(-1, 3, 3 + Math.log(3)), logits: Float64Array.of(1, -1, 1) };
    expectClose(calibrateOnHost(rows, calibration), [4, 0, 5.5], { relative: 1e-14 });
  });

  it('refuses arrays that do not fit', () => {
    const calibration = goldenCalibration('blend', parameters);
    expect(() => calibrateOnHost({ ...batch, rows: 5 }, calibration)).toThrow(
      new RangeError('calibrateOnHost: `logits` must hold 5 x 4 numbers, got 24'),
    );
    expect(() => calibrateOnHost({ ...batch, features: new Float64Array(29) }, calibration)).toThrow(
      new RangeError('calibrateOnHost: `features` must hold 6 x 5 numbers, got 29'),
    );
    expect(() => calibrateOnHost(batch, { ...calibration, bias: new Float64Array(3) })).toThrow(
      new RangeError('calibrateOnHost: `bias` must hold 4 numbers like `scale`, got 3'),
    );
    // Nothing reads the features of a calibration without a confidence layer.
    const bare = { ...calibration, confidence: null };
    expect(calibrateOnHost({ ...batch, features: new Float32Array(0) }, bare)).toHaveLength(24);
  });
});
