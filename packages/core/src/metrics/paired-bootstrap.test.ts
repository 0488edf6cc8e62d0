import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../random/create-random.js';
import { bootstrapInterval } from './bootstrap-interval.js';
import { pairedBootstrapOverSeeds } from './paired-bootstrap-over-seeds.js';
import { pairedBootstrap, type PairedRows } from './paired-bootstrap.js';

const trainCounts = [500, 300, 50, 5];

/** Rows of a balanced test set; either arm is right with the probabilities given for each class, independently. */
function drawRows(seed: number, rowsPerClass: number, arms: { reference: number[]; candidate: number[] }): PairedRows {
  const random = createRandom(seed);
  const labels = Int32Array.from({ length: rowsPerClass * trainCounts.length }, (_, row) => row % trainCounts.length);
  const draw = (probabilities: number[]) =>
    Uint8Array.from(labels, (label) => (random.nextFloat() < probabilities[label] ? 1 : 0));
  return { labels, trainCounts, reference: draw(arms.reference), candidate: draw(arms.candidate) };
}

const arms = { reference: [0.9, 0.8, 0.5, 0.2], candidate: [0.85, 0.8, 0.6, 0.5] };
const groups = ['overall', 'many', 'medium', 'few'] as const;

describe('pairedBootstrap', () => {
  it('estimates the difference of the class means worked by hand', () => {
    const intervals = pairedBootstrap(
      {
        // Class 0: 2 of 3 against 1 of 3. Class 1: 1 of 2 against 1 of 2. Class 2: 0 of 1 against 1 of 1. Class 3: no rows.
        labels: Int32Array.of(0, 1, 0, 2, 0, 1, -1),
        reference: Uint8Array.of(1, 1, 0, 1, 0, 0, 1),
        candidate: Uint8Array.of(1, 0, 1, 0, 0, 1, 0),
        trainCounts,
      },
      { seed: 1, resamples: 200 },
    );
    expect(intervals.overall!.estimate).toBeCloseTo((1 / 3 + 0 - 1) / 3, 15);
    expect(intervals.many!.estimate).toBeCloseTo(1 / 6, 15);
    // A single row is always drawn again.
    expect(intervals.medium).toEqual({ estimate: -1, lower: -1, upper: -1 });
    expect(intervals.few).toBe(null);
  });

  it('repeats an interval for its seed, whatever the order of the rows', () => {
    const rows = drawRows(3, 20, arms);
    const options = { seed: 5, resamples: 100 };
    const intervals = pairedBootstrap(rows, options);
    expect(pairedBootstrap(rows, options)).toEqual(intervals);
    const order = createRandom(9).shuffle(Int32Array.from(rows.labels, (_, row) => row));
    const shuffled = {
      labels: Int32Array.from(order, (row) => rows.labels[row]),
      reference: Uint8Array.from(order, (row) => rows.reference[row]),
      candidate: Uint8Array.from(order, (row) => rows.candidate[row]),
      trainCounts,
    };
    expect(pairedBootstrap(shuffled, options)).toEqual(intervals);
    expect(pairedBootstrap(rows, { ...options, seed: 6 })).not.toEqual(intervals);
  });

  it('has the width of the normal approximation for many rows', () => {
    const rowsPerClass = 400;
    const rows = drawRows(7, rowsPerClass, arms);
    // Variance of the mean over K classes of the mean of n differences: sum_c var_c / n / K^2, var_c as drawn.
    const variances = trainCounts.map((_, k) => {
      const differences = [...rows.labels.keys()]
        .filter((row) => rows.labels[row] === k)
        .map((row) => rows.candidate[row] - rows.reference[row]);
      const mean = differences.reduce((a, b) => a + b, 0) / rowsPerClass;
      return differences.reduce((sum, difference) => sum + (difference - mean) ** 2, 0) / rowsPerClass;
    });
    const deviation = Math.sqrt(variances.reduce((a, b) => a + b, 0) / rowsPerClass) / trainCounts.length;
    const { lower, upper } = pairedBootstrap(rows, { seed: 1 }).overall!;
    // A 2.5 % quantile of 2000 normal draws has a standard error of 0.06 deviations, 0.085 for the width: five of these.
    expect(Math.abs((upper - lower) / deviation - 2 * 1.96)).toBeLessThan(0.43);
  });

  it('covers the true difference in about 95 of 100 data sets', () => {
    const truth = arms.candidate.reduce((sum, p, k) => sum + p - arms.reference[k], 0) / trainCounts.length;
    const dataSets = 200;
    let covered = 0;
    for (let seed = 0; seed < dataSets; seed++) {
      const { lower, upper } = pairedBootstrap(drawRows(seed, 40, arms), { seed, resamples: 400 }).overall!;
      if (lower <= truth && truth <= upper) covered++;
    }
    expect(covered / dataSets).toBeGreaterThanOrEqual(0.9);
    expect(covered / dataSets).toBeLessThanOrEqual(0.99);
  });

  it('turns round when the arms are exchanged, and is zero between equal arms', () => {
    const rows = drawRows(11, 30, arms);
    const { reference, candidate } = rows;
    const there = pairedBootstrap(rows, { seed: 1 });
    const back = pairedBootstrap({ ...rows, reference: candidate, candidate: reference }, { seed: 2 });
    for (const group of groups) {
      expect(back[group]!.estimate).toBeCloseTo(-there[group]!.estimate, 15);
      // Other draws: the ends agree within Monte Carlo error, well under a quarter of the width.
      const quarter = (there[group]!.upper - there[group]!.lower) / 4;
      expect(Math.abs(back[group]!.lower + there[group]!.upper)).toBeLessThan(quarter);
    }
    const nothing = { estimate: 0, lower: 0, upper: 0 };
    expect(pairedBootstrap({ ...rows, candidate: reference }, { seed: 1 })).toEqual({
      overall: nothing,
      many: nothing,
      medium: nothing,
      few: nothing,
    });
  });

  it('keeps lower <= upper within [-1, 1], and a lower level inside a higher one', () => {
    const row = fc.record({
      label: fc.integer({ min: -1, max: 3 }),
      reference: fc.integer({ min: 0, max: 1 }),
      candidate: fc.integer({ min: 0, max: 1 }),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 30 }), fc.integer(), (list, seed) => {
        const rows = {
          labels: Int32Array.from(list, ({ label }) => label),
          reference: Uint8Array.from(list, ({ reference }) => reference),
          candidate: Uint8Array.from(list, ({ candidate }) => candidate),
          trainCounts,
        };
        const wide = pairedBootstrap(rows, { seed, resamples: 50 });
        const narrow = pairedBootstrap(rows, { seed, resamples: 50, level: 0.5 });
        for (const group of groups) {
          if (wide[group] === null) {
            expect(narrow[group]).toBe(null);
            continue;
          }
          const ends = [-1, wide[group].lower, narrow[group]!.lower, narrow[group]!.upper, wide[group].upper, 1];
          expect(ends).toEqual([...ends].sort((a, b) => a - b));
        }
      }),
    );
  });

  it('refuses rows and options that do not fit', () => {
    const rows = drawRows(1, 2, arms);
    const refuses = (change: Partial<PairedRows>, text: string) => {
      expect(() => pairedBootstrap({ ...rows, ...change }, { seed: 1 })).toThrow(text);
    };
    refuses({ reference: new Uint8Array(3) }, '`runs[0].reference` must have 8 entries, one a row, got 3');
    refuses({ candidate: new Uint8Array(8).fill(2) }, '`runs[0].candidate[0]` must be 0 or 1, got 2');
    refuses({ trainCounts: [5] }, '`labels[1]` must be below 1, got 1');
    for (const options of [{ resamples: 0 }, { resamples: 1.5 }, { level: 0 }, { level: 1 }, { level: NaN }]) {
      expect(() => pairedBootstrap(rows, { seed: 1, ...options })).toThrow(RangeError);
    }
    expect(() => pairedBootstrap(rows, { seed: 0.5 })).toThrow(RangeError);
  });

  it('weighs the classes by a prior where one is given', () => {
    // Class 0 gains 0 of 2, class 1 gains 2 of 2: 0.9 x 0 + 0.1 x 1.
    const rows = {
      labels: Int32Array.of(0, 0, 1, 1),
      reference: Uint8Array.of(1, 1, 0, 0),
      candidate: Uint8Array.of(1, 1, 1, 1),
      trainCounts: [500, 10],
    };
    const { overall, many } = pairedBootstrap({ ...rows, classPrior: [9, 1] }, { seed: 1 });
    expect(overall?.estimate).toBeCloseTo(0.1, 15);
    expect(many).toEqual({ estimate: 0, lower: 0, upper: 0 });
  });
});

describe('pairedBootstrapOverSeeds', () => {
  it('averages the difference over the runs', () => {
    const runs = [1, 2, 3].map((seed) => drawRows(seed, 25, arms));
    const { labels } = runs[0];
    const together = pairedBootstrapOverSeeds({ labels, trainCounts, runs }, { seed: 1, resamples: 10 });
    const apart = runs.map((run) => pairedBootstrap(run, { seed: 1, resamples: 10 }));
    for (const group of groups) {
      const mean = apart.reduce((sum, intervals) => sum + intervals[group]!.estimate, 0) / runs.length;
      expect(together[group]!.estimate).toBeCloseTo(mean, 14);
    }
  });

  it('draws the same rows for all runs: the same run thrice is the run once', () => {
    const run = drawRows(4, 25, arms);
    const { labels } = run;
    const thrice = pairedBootstrapOverSeeds({ labels, trainCounts, runs: [run, run, run] }, { seed: 1 });
    const once = pairedBootstrap(run, { seed: 1 });
    for (const group of groups) {
      for (const key of ['estimate', 'lower', 'upper'] as const) {
        expect(thrice[group]![key]).toBeCloseTo(once[group]![key], 14);
      }
    }
  });

  it('refuses to compare no runs', () => {
    expect(() => pairedBootstrapOverSeeds({ labels: Int32Array.of(0), trainCounts, runs: [] }, { seed: 1 })).toThrow(
      new RangeError('pairedBootstrapOverSeeds: `runs` must hold at least one run, got none'),
    );
  });
});

describe('bootstrapInterval', () => {
  it('is the difference from an arm that is always wrong', () => {
    const { labels, candidate } = drawRows(8, 30, arms);
    const intervals = bootstrapInterval({ labels, trainCounts, correct: candidate }, { seed: 1 });
    const reference = new Uint8Array(labels.length);
    expect(intervals).toEqual(pairedBootstrap({ labels, trainCounts, reference, candidate }, { seed: 1 }));
    expect(intervals.overall!.lower).toBeLessThan(intervals.overall!.estimate);
  });

  it('runs between the 2.5 and 97.5 percentiles of all resamples of a class, linear between neighbours', () => {
    // Two rows, one correct: a resample scores 0, 1/2 or 1 with probabilities 1/4, 1/2, 1/4.
    const rows = { labels: Int32Array.of(0, 0), correct: Uint8Array.of(0, 1), trainCounts: [500] };
    expect(bootstrapInterval(rows, { seed: 1 }).many).toEqual({ estimate: 0.5, lower: 0, upper: 1 });
    expect(bootstrapInterval(rows, { seed: 1, level: 0.4 }).many).toEqual({ estimate: 0.5, lower: 0.5, upper: 0.5 });
  });

  it('gives null everywhere without rows', () => {
    const nothing = { labels: new Int32Array(0), correct: new Uint8Array(0), trainCounts: [500] };
    expect(bootstrapInterval(nothing, { seed: 1 })).toEqual({ overall: null, many: null, medium: null, few: null });
  });

  it('refuses correctness that does not fit', () => {
    const labels = Int32Array.of(0);
    expect(() => bootstrapInterval({ labels, correct: Uint8Array.of(3), trainCounts }, { seed: 1 })).toThrow(
      'bootstrapInterval: `correct[0]` must be 0 or 1, got 3',
    );
  });
});
