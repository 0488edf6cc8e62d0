import { expectClose } from '@disalign/test-support';
import { describe, expect, it } from 'vitest';
import { calibrationGoldens, goldenCalibration } from '../fixtures/golden-calibration.js';
import { confidenceOnHost } from './confidence-on-host.js';
import { identityCalibration } from './identity-calibration.js';

const [golden] = calibrationGoldens;
const calibration = goldenCalibration(golden.form, golden.parameters);
const rows = {
  rows: 6,
  features: Float64Array.from(golden.features.flat()),
  logits: Float64Array.from(golden.logits.flat()),
};

describe('confidenceOnHost', () => {
  it('agrees with PyTorch', () => {
    expectClose(confidenceOnHost(rows, calibration), golden.confidence, { relative: 1e-10 });
  });

  it('is never below a half where it is rectified', () => {
    const rectified = { ...calibration, confidence: { ...calibration.confidence, form: 'rectified' as const } };
    const expected = golden.confidence.map((c) => Math.max(c, 0.5));
    expectClose(confidenceOnHost(rows, rectified), expected, { relative: 1e-10 });
  });

  it('is 1 without a confidence layer, whose features nothing reads', () => {
    const batch = { ...rows, features: new Float32Array(0) };
    expect(confidenceOnHost(batch, identityCalibration(4))).toEqual(new Float64Array(6).fill(1));
  });

  it('refuses arrays that do not fit', () => {
    expect(() => confidenceOnHost({ ...rows, rows: 5 }, calibration)).toThrow(
      new RangeError('confidenceOnHost: `logits` must hold 5 x 4 numbers, got 24'),
    );
  });
});
