import { expectClose } from '@disalign/test-support';
import { describe, expect, it } from 'vitest';
import { confidenceOfConvolution } from './confidence-of-convolution.js';

const convolution = { weight: [0.5, -2, 1], gain: 1.5, shift: 0.25, mean: -0.5, variance: 2 };

describe('confidenceOfConvolution', () => {
  it('scores as convolution and normalisation one after the other', () => {
    const x = [3, 0.5, -1];
    const convolved = x.reduce((sum, value, d) => sum + value * convolution.weight[d], 0);
    const normalized = (1.5 * (convolved + 0.5)) / Math.sqrt(2 + 1e-5) + 0.25;
    const { form, weight, bias, mean, deviation } = confidenceOfConvolution(convolution);
    expect(form).toBe('rectified');
    const score = x.reduce((sum, value, d) => sum + (weight[d] * (value - mean[d])) / deviation[d], bias);
    expectClose([score], [normalized], { relative: 1e-14 });
  });

  it('refuses a variance that is none', () => {
    expect(() => confidenceOfConvolution({ ...convolution, variance: -1 })).toThrow(
      'must be positive, got -1 and 0.00001',
    );
    expect(() => confidenceOfConvolution({ ...convolution, variance: NaN })).toThrow(RangeError);
  });
});
