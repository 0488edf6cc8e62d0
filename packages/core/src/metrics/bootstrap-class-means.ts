import { createRandom, type Random } from '../random/create-random.js';
import { checkLabels } from './logit-rows.js';
import { mapShotGroups } from './map-shot-groups.js';
import { meanByShotGroup } from './mean-by-shot-group.js';
import { percentileInterval } from './percentile-interval.js';
import { shotGroups, type ByShotGroup, type ShotThresholds } from './shot-groups.js';

// N rows, K classes.

/** How a bootstrap resamples. */
export interface BootstrapOptions {
  /** Integer; one seed gives one result. */
  readonly seed: number;
  /** Default 2000. */
  readonly resamples?: number;
  /** Share of resamples inside the interval, in (0, 1). Default 0.95. */
  readonly level?: number;
  readonly thresholds?: ShotThresholds;
}

/** A statistic and its percentile bootstrap interval. */
export interface BootstrapInterval {
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

/** The interval over all classes and by shot group; null where no class has rows. */
export type BootstrapIntervals = ByShotGroup<BootstrapInterval | null>;

/** Evaluation rows, whatever is measured on them. */
export interface EvaluatedRows {
  /** [N] class indices; negative values mark rows to be ignored. */
  readonly labels: Int32Array;
  /** [K] training samples per class: they decide the shot groups. */
  readonly trainCounts: ArrayLike<number>;
  /** [K] weighs the classes, see `accuracyUnderPrior`. Default: all alike. */
  readonly classPrior?: ArrayLike<number>;
}

/**
 * Intervals of `1/K sum_c 1/(n_c divisor) sum_{i in c} score_i`, with the shares of `classPrior` in place of 1/K where it is
 * given: rows are drawn with replacement within each class.
 * Scores are sorted within their class first, so that the order of the rows does not change the result.
 */
export function bootstrapClassMeans(
  caller: string,
  rows: EvaluatedRows & { readonly scores: Int32Array; readonly divisor: number },
  options: BootstrapOptions,
): BootstrapIntervals {
  const { seed, resamples = 2000, level = 0.95, thresholds } = options;
  checkOptions(caller, resamples, level);
  checkLabels(caller, rows.labels, rows.trainCounts.length);
  const allGroups = shotGroups(rows.trainCounts, thresholds);
  const allClasses = scoresByClass(rows.scores, rows.labels, allGroups.length);
  const present = allClasses.flatMap((scores, k) => (scores.length === 0 ? [] : [k]));
  const classes = present.map((k) => allClasses[k]);
  const groups = present.map((k) => allGroups[k]);
  const prior = present.map((k) => rows.classPrior?.[k] ?? 1);

  const meansOf = (sum: (scores: Int32Array) => number) =>
    meanByShotGroup(
      classes.map((scores) => sum(scores) / (scores.length * rows.divisor)),
      groups,
      prior,
    );
  const estimates = meansOf(sumOf);
  const random = createRandom(seed);
  const draws = Array.from({ length: resamples }, () => meansOf((scores) => resampledSum(scores, random)));

  return mapShotGroups((group) => {
    const estimate = estimates[group];
    if (estimate === null) return null;
    // A group with an estimate has one in every resample: the classes with rows stay the same.
    return {
      estimate,
      ...percentileInterval(
        Float64Array.from(draws, (draw) => Number(draw[group])),
        level,
      ),
    };
  });
}

/** For each class the sorted scores of its rows. */
function scoresByClass(scores: Int32Array, labels: Int32Array, classes: number): Int32Array[] {
  const byClass = Array.from({ length: classes }, (): number[] => []);
  for (const [row, label] of labels.entries()) if (label >= 0) byClass[label].push(scores[row]);
  return byClass.map((list) => Int32Array.from(list).sort());
}

function sumOf(scores: Int32Array): number {
  return scores.reduce((sum, score) => sum + score, 0);
}

/** Sum of as many scores as there are, drawn with replacement. */
function resampledSum(scores: Int32Array, random: Random): number {
  const rows = scores.length;
  // Equal scores need no draws; in practice that is many classes.
  if (scores[0] === scores[rows - 1]) return rows * scores[0];
  let sum = 0;
  for (let draw = 0; draw < rows; draw++) sum += scores[random.nextInt(rows)];
  return sum;
}

function checkOptions(caller: string, resamples: number, level: number): void {
  if (!Number.isSafeInteger(resamples) || resamples < 1) {
    throw new RangeError(`${caller}: \`resamples\` must be a positive integer, got ${resamples}`);
  }
  if (!(level > 0 && level < 1)) throw new RangeError(`${caller}: \`level\` must be in (0, 1), got ${level}`);
}
