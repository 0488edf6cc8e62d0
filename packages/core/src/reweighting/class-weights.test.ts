import { expectClose } from '@disalign/test-support';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goldens } from '../fixtures/goldens.js';
import { checkClassCounts } from './check-class-counts.js';
import { classWeights } from './class-weights.js';
import { ade20kPixelShares } from './fixtures/ade20k-pixel-shares.js';

const classCounts = fc.array(fc.integer({ min: 1, max: 1_000_000_000 }), { minLength: 1, maxLength: 20 });
const rhos = fc.double({ min: 0, max: 5, noNaN: true });
const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
const ratio = (counts: number[], rho: number) => {
  const weights = classWeights(counts, { rho });
  return Math.max(...weights) / Math.min(...weights);
};

describe('classWeights', () => {
  it('weighs by inverse frequency to the power of rho, worked by hand', () => {
    // 1/8, 1/2 and 1 over their sum 13/8; at rho 2 1/64, 1/4 and 1 over 81/64.
    expectClose(classWeights([8, 2, 1], { rho: 1 }), [1 / 13, 4 / 13, 8 / 13], { relative: 1e-15 });
    expectClose(classWeights([8, 2, 1], { rho: 2 }), [1 / 81, 16 / 81, 64 / 81], { relative: 1e-15 });
    const timesK = classWeights([8, 2, 1], { rho: 1, normalization: 'classes' });
    expectClose(timesK, [3 / 13, 12 / 13, 24 / 13], { relative: 1e-15 });
  });

  it('agrees with PyTorch', () => {
    for (const { counts, rho, normalization, weights } of goldens.classWeights) {
      expectClose(classWeights(counts, { rho, normalization }), weights, { relative: 1e-12 });
    }
  });

  it('gives the smallest and largest weights of the authors’ code on ADE20K', () => {
    const published: [number, number, number][] = [
      [0.2, 0.3773, 1.4322],
      [0.3, 0.2265, 1.6748],
      [1, 0.00489, 3.8525],
    ];
    for (const [rho, least, most] of published) {
      const weights = classWeights(ade20kPixelShares, { rho, normalization: 'classes' });
      // As many digits as are published.
      expectClose([Math.min(...weights), Math.max(...weights)], [least, most], { relative: 1e-3 });
    }
  });

  it('gives the published ratios of the largest weight to the smallest', () => {
    // Places-LT, 4980 to 5 images: the published weights have as few as two digits.
    const places: [number, number][] = [
      [0.5, 2.9853 / 0.0946],
      [0.8, 4.835 / 0.0193],
      [1, 6.2939 / 0.0063],
      [1.2, 7.8896 / 0.002],
    ];
    for (const [rho, published] of places) {
      expectClose([ratio([4980, 62, 5], rho)], [published], { relative: rho > 1 ? 0.03 : 0.01 });
      expectClose([ratio([4980, 62, 5], rho)], [996 ** rho], { relative: 1e-14 });
    }
    // ImageNet-LT, 1280 to 5 images.
    expectClose([ratio([1280, 100, 5], 1.2)], [776], { relative: 1e-3 });
  });

  it('weighs all classes alike at rho 0, and one class fully', () => {
    expect([...classWeights([1_000_000_000, 5, 1, 1], { rho: 0 })]).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect([...classWeights([7], { rho: 3 })]).toEqual([1]);
  });

  it('keeps every digit with counts to 1e9 and rho 5, and stays finite beyond', () => {
    const [head, tail] = classWeights([1_000_000_000, 1], { rho: 5 });
    expectClose([head, tail], [1e-45, 1], { relative: 1e-13 });
    expect([...classWeights([1_000_000_000, 10, 10], { rho: 1e308 })]).toEqual([0, 0.5, 0.5]);
    expect([...classWeights([Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER], { rho: 5 })]).toEqual([0.5, 0.5]);
  });

  it('treats a class without samples as it is told', () => {
    expectClose(classWeights([2, 0, 1], { rho: 1, zeroCounts: 'as-one' }), [0.2, 0.4, 0.4], { relative: 1e-15 });
    expectClose(classWeights([2, 0, 1], { rho: 1, zeroCounts: 'no-weight' }), [1 / 3, 0, 2 / 3], { relative: 1e-15 });
    // Left out at rho 0 too; K counts it.
    const options = { rho: 0, zeroCounts: 'no-weight', normalization: 'classes' } as const;
    expect([...classWeights([2, 0, 1], options)]).toEqual([1.5, 0, 1.5]);
    expect([...classWeights([0, 0], { rho: 2, zeroCounts: 'as-one' })]).toEqual([0.5, 0.5]);
  });

  it('sums to 1, or to the number of classes', () => {
    const property = fc.property(classCounts, rhos, (counts, rho) => {
      expectClose([sum(classWeights(counts, { rho }))], [1], { relative: 1e-12 });
      const timesK = classWeights(counts, { rho, normalization: 'classes' });
      expectClose([sum(timesK)], [counts.length], { relative: 1e-12 });
    });
    fc.assert(property, { seed: 1 });
  });

  it('depends on the ratios of the counts alone, class by class, and never weighs a larger class more', () => {
    const property = fc.property(classCounts, rhos, fc.integer({ min: 2, max: 1000 }), (counts, rho, factor) => {
      const weights = classWeights(counts, { rho });
      const larger = counts.map((count) => count * factor);
      expectClose(classWeights(larger, { rho }), weights, { relative: 1e-12 });
      expectClose(classWeights(counts.toReversed(), { rho }), weights.toReversed(), { relative: 1e-12 });
      const byCount = counts.map((count, k) => ({ count, weight: weights[k] })).sort((a, b) => a.count - b.count);
      byCount.slice(1).forEach(({ weight }, i) => expect(weight).toBeLessThanOrEqual(byCount[i].weight));
    });
    fc.assert(property, { seed: 1 });
  });

  it('weighs by how much more often a class is wanted than had, worked by hand', () => {
    // r = (0.8, 0.2); backward (0.2, 0.8): ratios 1/4 and 4, at rho 1 over 17/4; given (1/2, 1/2) is uniform.
    expectClose(classWeights([8, 2], { rho: 1, targetPrior: 'backward' }), [1 / 17, 16 / 17], { relative: 1e-14 });
    const half = classWeights([8, 2], { rho: 0.5, targetPrior: 'backward' });
    expectClose(half, [0.5 / 2.5, 2 / 2.5], { relative: 1e-14 });
    expectClose(classWeights([8, 2], { rho: 1, targetPrior: [3, 3] }), [0.2, 0.8], { relative: 1e-14 });
  });

  it('is the same number for number under the uniform prior, flat under the training prior', () => {
    const property = fc.property(classCounts, rhos, (counts, rho) => {
      expect(classWeights(counts, { rho, targetPrior: 'uniform' })).toEqual(classWeights(counts, { rho }));
      const flat = classWeights(counts, { rho, targetPrior: 'training', normalization: 'classes' });
      expectClose(
        flat,
        counts.map(() => 1),
        { relative: 1e-12 },
      );
      const given = classWeights(counts, { rho, targetPrior: counts.map(() => 0.3) });
      expectClose(given, classWeights(counts, { rho }), { relative: 1e-12, absolute: 1e-300 });
    });
    fc.assert(property, { seed: 1 });
  });

  it('makes the classes count by r^(1-rho) pi^rho', () => {
    const [counts, prior, rho] = [[80, 15, 5], [0.2, 0.3, 0.5], 0.7];
    const weighed = classWeights(counts, { rho, targetPrior: prior }).map((weight, c) => weight * counts[c]);
    const expected = counts.map((count, c) => (count / 100) ** (1 - rho) * prior[c] ** rho);
    const scale = sum(weighed) / sum(Float64Array.from(expected));
    expectClose(
      weighed,
      expected.map((value) => value * scale),
      { relative: 1e-13 },
    );
  });

  it('leaves out what the target prior leaves out, and refuses one that leaves out all', () => {
    expect([...classWeights([4, 4, 4], { rho: 1, targetPrior: [1, 0, 1] })]).toEqual([0.5, 0, 0.5]);
    expect(() => classWeights([4, 0], { rho: 1, targetPrior: [0, 1], zeroCounts: 'no-weight' })).toThrow(
      new RangeError('classWeights: `targetPrior` must be positive for a class with training samples'),
    );
  });

  it('takes typed arrays', () => {
    expect(classWeights(Int32Array.of(8, 2, 1), { rho: 1 })).toEqual(classWeights([8, 2, 1], { rho: 1 }));
    expect(classWeights(Float32Array.of(8, 2, 1), { rho: 1.5 })).toEqual(classWeights([8, 2, 1], { rho: 1.5 }));
  });

  it('refuses a rho that is no strength', () => {
    for (const rho of [-0.1, NaN, Infinity]) {
      expect(() => classWeights([1], { rho })).toThrow(
        new RangeError(`classWeights: \`rho\` must be >= 0, got ${rho}`),
      );
    }
  });

  it('refuses counts without a sample', () => {
    expect(() => classWeights([3, 0], { rho: 1 })).toThrow(
      new RangeError(
        "classWeights: `counts[1]` must be positive, got 0 (set zeroCounts to 'as-one' or 'no-weight' to allow it)",
      ),
    );
    expect(() => classWeights([0, 0], { rho: 1, zeroCounts: 'no-weight' })).toThrow(
      new RangeError('classWeights: `counts` must hold a positive count, got zeros only'),
    );
  });
});

describe('checkClassCounts', () => {
  it('takes positive integers, and zeros where they are allowed', () => {
    expect(() => checkClassCounts([1280, 100, 5])).not.toThrow();
    expect(() => checkClassCounts([3, 0], 'as-one')).not.toThrow();
    expect(() => checkClassCounts([3, 0], 'no-weight')).not.toThrow();
  });

  it('names the first class that breaks the rule', () => {
    for (const count of [-1, 0.5, NaN, Infinity, 2 ** 53]) {
      expect(() => checkClassCounts([3, count, count], 'as-one')).toThrow(
        new RangeError(`classWeights: \`counts[1]\` must be a non-negative integer, got ${count}`),
      );
    }
    expect(() => checkClassCounts([])).toThrow(
      new RangeError('classWeights: `counts` must hold at least one class, got none'),
    );
    expect(() => checkClassCounts([0])).toThrow(RangeError);
  });
});
