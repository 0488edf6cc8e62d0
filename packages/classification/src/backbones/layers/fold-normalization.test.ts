import { expectClose } from '@disalign/test-support';
import { describe, expect, it } from 'vitest';
import { foldNormalization } from './fold-normalization.js';

describe('foldNormalization', () => {
  it('scales the filters of each channel out, and shifts by what is left', () => {
    const normalization = {
      weight: [6, 1],
      bias: [0.5, -1],
      runningMean: [2, 3],
      // With the 1e-5 that is added: deviations 2 and 0.5.
      runningVariance: [4 - 1e-5, 0.25 - 1e-5],
    };
    // Channel 0: s = 6 / 2 = 3, bias 0.5 - 2 * 3 = -5.5. Channel 1: s = 1 / 0.5 = 2, bias -1 - 3 * 2 = -7.
    const { filter, bias } = foldNormalization(Float32Array.of(1, 1, -2, 0, 0.5, 10), normalization);
    expectClose(filter, [3, 2, -6, 0, 1.5, 20], { relative: 1e-7 });
    expectClose(bias, [-5.5, -7], { relative: 1e-7 });
  });

  it('takes a channel that never varied', () => {
    const { bias } = foldNormalization(Float32Array.of(1), {
      weight: [1],
      bias: [0],
      runningMean: [1],
      runningVariance: [0],
    });
    expect(bias[0]).toBeCloseTo(-1 / Math.sqrt(1e-5), 3);
  });
});
