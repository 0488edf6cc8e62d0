import { checkClassCounts, samplesOf, type ZeroCounts } from './check-class-counts.js';

// K classes.

/**
 * How often the classes occur where the classifier will be used:
 * - `uniform`: all alike, which mean per-class accuracy measures;
 * - `training`: as in training, so that there is nothing to correct;
 * - `backward`: the long tail turned round, the largest class as rare as the smallest was in training, and so on by rank;
 * - given: a number for each class in class order, shares or counts; they are divided by their sum.
 */
export type TargetPrior = 'uniform' | 'training' | 'backward' | readonly number[];

/**
 * The target prior as one share per class, `pi_j` with `sum_j pi_j = 1`.
 *
 * Under `backward` classes of equal counts share alike what their ranks get, and a class without training samples (under
 * `zeroCounts: 'no-weight'`) has the share 0.
 *
 * @param counts [K] training samples per class, in class order
 * @returns [K] float64
 * @throws RangeError if a count breaks the rules of `checkClassCounts`, or a given prior does not hold K finite numbers >= 0
 *   with a sum above 0
 * @example
 * import { targetShares } from '@disalign/core';
 * targetShares('backward', [70, 20, 10]); // Float64Array [0.1, 0.2, 0.7]
 */
export function targetShares(
  prior: TargetPrior,
  counts: ArrayLike<number>,
  zeroCounts: ZeroCounts = 'error',
): Float64Array {
  checkClassCounts(counts, zeroCounts);
  const sizes = samplesOf(counts, zeroCounts);
  if (prior === 'uniform') return divideBySum(new Array<number>(sizes.length).fill(1));
  if (prior === 'training') return divideBySum(sizes);
  if (prior === 'backward') return divideBySum(turnRound(sizes));
  checkGiven(prior, sizes.length);
  return divideBySum(prior);
}

/** `log pi_j`, without the constant of a uniform prior, which moves no decision; a share of 0 counts as the least above 0. */
export function logTargetShares(prior: TargetPrior, sizes: readonly number[]): Float64Array {
  if (prior === 'uniform' || sizes.every((size) => size === 0)) return new Float64Array(sizes.length);
  return targetShares(prior, sizes, 'no-weight').map((share) => Math.log(Math.max(share, Number.MIN_VALUE)));
}

function divideBySum(values: readonly number[]): Float64Array {
  const sum = values.reduce((total, value) => total + value, 0);
  if (!(sum > 0 && sum < Infinity)) {
    throw new RangeError(`targetShares: \`prior\` must have a finite sum above 0, got ${sum}`);
  }
  return Float64Array.from(values, (value) => value / sum);
}

/** The k-th largest class gets the size of the k-th smallest, equal ones the mean of theirs; classes of size 0 keep it. */
function turnRound(sizes: readonly number[]): number[] {
  const falling = sizes.filter((size) => size > 0).sort((a, b) => b - a);
  const rising = falling.toReversed();
  const sums = new Map<number, { sum: number; classes: number }>([[0, { sum: 0, classes: 1 }]]);
  falling.forEach((size, rank) => {
    const { sum, classes } = sums.get(size) ?? { sum: 0, classes: 0 };
    sums.set(size, { sum: sum + rising[rank], classes: classes + 1 });
  });
  return sizes.map((size) => {
    const { sum, classes } = sums.get(size) ?? { sum: 0, classes: 1 };
    return sum / classes;
  });
}

function checkGiven(prior: readonly number[], classes: number): void {
  if (prior.length !== classes) {
    throw new RangeError(`targetShares: \`prior\` must hold ${classes} numbers, one a class, got ${prior.length}`);
  }
  const bad = prior.findIndex((share) => !(share >= 0 && share < Infinity));
  if (bad >= 0) {
    throw new RangeError(`targetShares: \`prior[${bad}]\` must be finite and not negative, got ${prior[bad]}`);
  }
}
