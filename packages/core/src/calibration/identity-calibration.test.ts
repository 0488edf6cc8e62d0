import { describe, expect, it } from 'vitest';
import { identityCalibration, identityScale } from './identity-calibration.js';

describe('identityCalibration', () => {
  it('has the scale of its form, no margin and no confidence layer', () => {
    expect(identityCalibration(3)).toEqual({
      form: 'blend',
      scale: Float64Array.of(1, 1, 1),
      bias: new Float64Array(3),
      confidence: null,
    });
    expect(identityCalibration(1, 'additive').scale).toEqual(Float64Array.of(0));
    expect([identityScale('blend'), identityScale('additive')]).toEqual([1, 0]);
  });

  it('refuses what is no number of classes', () => {
    for (const classes of [0, -1, 1.5, NaN, Infinity]) {
      expect(() => identityCalibration(classes)).toThrow(
        new RangeError(`identityCalibration: \`classes\` must be a positive integer, got ${classes}`),
      );
    }
  });
});
