import { expectClose } from '@disalign/test-support';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { targetShares } from './target-shares.js';

const classCounts = fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 20 });

describe('targetShares', () => {
  it('gives each prior, worked by hand', () => {
    expectClose(targetShares('uniform', [70, 20, 10]), [1 / 3, 1 / 3, 1 / 3], {});
    expectClose(targetShares('training', [70, 20, 10]), [0.7, 0.2, 0.1], {});
    expectClose(targetShares('backward', [70, 20, 10]), [0.1, 0.2, 0.7], {});
    expectClose(targetShares([1, 1, 2], [70, 20, 10]), [0.25, 0.25, 0.5], {});
  });

  it('turns the tail round by size, wherever the classes stand; equal classes share alike', () => {
    // Rising 10, 10, 20, 60: the 60 gets 10, the 20 gets 10, the two 10s get 60 and 20, 40 each.
    expectClose(targetShares('backward', [10, 60, 10, 20]), [0.4, 0.1, 0.4, 0.1], { relative: 1e-15 });
    expect([...targetShares('backward', [5, 5, 5, 5])]).toEqual([0.25, 0.25, 0.25, 0.25]);
  });

  it('takes classes without samples as it is told', () => {
    expect([...targetShares('backward', [3, 0, 1], 'no-weight')]).toEqual([0.25, 0, 0.75]);
    expect([...targetShares('training', [3, 0, 0], 'as-one')]).toEqual([0.6, 0.2, 0.2]);
    expect(() => targetShares('training', [3, 0])).toThrow('`counts[1]` must be positive');
  });

  it('sums to 1, and turned round twice is the training prior where no two classes are equal', () => {
    const property = fc.property(classCounts, (counts) => {
      for (const prior of ['uniform', 'training', 'backward', counts] as const) {
        const sum = targetShares(prior, counts).reduce((a, b) => a + b, 0);
        expectClose([sum], [1], { relative: 1e-14 });
      }
      const distinct = [...new Set(counts)];
      const turned = Array.from(targetShares('backward', distinct), (share) =>
        Math.round(share * distinct.reduce((a, b) => a + b, 0)),
      );
      expectClose(targetShares('backward', turned), targetShares('training', distinct), { relative: 1e-12 });
    });
    fc.assert(property, { seed: 1 });
  });

  it.each([
    [[1, 2], '`prior` must hold 3 numbers, one a class, got 2'],
    [[1, -1, 1], '`prior[1]` must be finite and not negative, got -1'],
    [[1, 1, NaN], '`prior[2]` must be finite and not negative, got NaN'],
    [[0, 0, 0], '`prior` must have a finite sum above 0, got 0'],
  ])('refuses a given prior that breaks a rule (%#)', (prior, message) => {
    expect(() => targetShares(prior, [3, 2, 1])).toThrow(new RangeError(`targetShares: ${message}`));
  });
});
