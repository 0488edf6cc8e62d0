import { expectClose } from '@disalign/test-support';
import { describe, expect, it } from 'vitest';
import { headLogitsOnHost } from '../heads/head-logits-on-host.js';
import { moveHeadToPrior } from './move-head-to-prior.js';

const head = {
  classes: 3,
  featureSize: 1,
  weight: Float32Array.of(1, 0, -1),
  bias: Float32Array.of(0.5, 0, 0),
  unitParts: null,
};

describe('moveHeadToPrior', () => {
  it('gives the posterior of Bayes under the other prior', () => {
    const logits = headLogitsOnHost(Float32Array.of(0.3), head);
    const moved = headLogitsOnHost(
      Float32Array.of(0.3),
      moveHeadToPrior(head, [70, 20, 10], { targetPrior: 'backward' }),
    );
    // p'(y|x) ~ p(y|x) pi_y, so that ratios of the exponentials change by those of the prior: 0.1, 0.2 and 0.7.
    const gains = Array.from(moved, (value, j) => Math.exp(value - logits[j]));
    expectClose(gains, [0.1, 0.2, 0.7], { relative: 1e-5 });
  });

  it('gives the head back under the uniform prior, and never changes it', () => {
    expect(moveHeadToPrior(head, [70, 20, 10], { targetPrior: 'uniform' })).toBe(head);
    expect(head.bias).toEqual(Float32Array.of(0.5, 0, 0));
  });

  it('takes a head without a bias, and a given prior', () => {
    const moved = moveHeadToPrior({ ...head, bias: null }, [1, 1, 1], { targetPrior: [2, 1, 1] });
    expectClose(moved.bias!, [0.5, 0.25, 0.25].map(Math.log), { relative: 1e-6 });
  });

  it('refuses a class without samples unless it is told what becomes of it', () => {
    expect(() => moveHeadToPrior(head, [1, 0, 1], { targetPrior: 'training' })).toThrow(RangeError);
  });
});
