import { createRandom, percentileInterval, type BootstrapInterval } from '@disalign/core';
import type { Category, Frequency, GroundTruth } from '../data/ground-truth.js';
import type { MatchTable } from './match-table.js';
import { weighableMatches, weightedPrecisions } from './weighted-precisions.js';

/** What is compared: two evaluations of the same images. */
export interface PairedMatches {
  readonly reference: MatchTable;
  readonly candidate: MatchTable;
}

/** How images are resampled. */
export interface BootstrapPrecisionsOptions {
  /** Integer; one seed gives one result. */
  readonly seed: number;
  /** Default 1000. */
  readonly resamples?: number;
  /** Share of resamples inside the interval, in (0, 1). Default 0.95. */
  readonly level?: number;
}

/** Over all categories, and over the rare, common and frequent ones; null where none has a ground truth. */
export type PrecisionIntervals = Readonly<Record<'AP' | 'APr' | 'APc' | 'APf', BootstrapInterval | null>>;

const groups = { AP: undefined, APr: 'r', APc: 'c', APf: 'f' } as const;

/**
 * Paired bootstrap interval of the AP of a candidate minus that of a reference, averaged over runs: images are drawn with replacement,
 * and both arms of every run are evaluated on the same draw. A category of which a draw has no ground truth is left out of that draw, as
 * in any evaluation. Only the images vary: the detectors are taken as they are.
 *
 * @param truth what all of them were evaluated on
 * @throws RangeError without runs, if the matches are not those of `truth`, or an option is out of range
 * @example
 * import { bootstrapPrecisions, detectionsFromJson, evaluateLvis, groundTruthFromJson } from '@disalign/detection';
 * const images = [7, 8].map((id) => ({ id, height: 4, width: 6, neg_category_ids: [], not_exhaustive_category_ids: [] }));
 * const annotations = images.map(({ id }) => ({ id, image_id: id, category_id: 3, bbox: [1, 1, 2, 2], area: 4 }));
 * const json = { images, annotations, categories: [{ id: 3, name: 'cat', frequency: 'f' }] };
 * const truth = groundTruthFromJson(json, { format: 'lvis' });
 * const results = annotations.map(({ image_id, category_id, bbox }) => ({ image_id, category_id, bbox, score: 0.9 }));
 * const [reference, candidate] = [[], results].map((list) => evaluateLvis(truth, detectionsFromJson(list, truth)).matches);
 * bootstrapPrecisions(truth, [{ reference, candidate }], { seed: 0 }).AP?.lower; // 1
 */
export function bootstrapPrecisions(
  truth: GroundTruth,
  runs: readonly PairedMatches[],
  { seed, resamples = 1000, level = 0.95 }: BootstrapPrecisionsOptions,
): PrecisionIntervals {
  if (runs.length === 0) throw new RangeError('bootstrapPrecisions: `runs` must hold at least one run, got none');
  if (!Number.isSafeInteger(resamples) || resamples < 1) {
    throw new RangeError(`bootstrapPrecisions: \`resamples\` must be a positive integer, got ${resamples}`);
  }
  const { images, categories } = runs[0].reference;
  const arms = runs.map(({ reference, candidate }) =>
    [reference, candidate].map((table) => weighableMatches(truth, table)),
  );
  if (
    runs.some(
      ({ reference, candidate }) => ![reference, candidate].every((table) => table.images.join() === images.join()),
    )
  ) {
    throw new RangeError('bootstrapPrecisions: `runs` must all be of the same images');
  }
  const differencesOf = (weights: Int32Array) => {
    const perRun = arms.map(([reference, candidate]) => {
      const [before, after] = [reference, candidate].map((matches) =>
        groupMeans(categories, weightedPrecisions(matches, weights)),
      );
      return after.map((value, group) => value - before[group]);
    });
    return perRun[0].map((_, group) => perRun.reduce((sum, run) => sum + run[group], 0) / runs.length);
  };
  const estimates = differencesOf(new Int32Array(images.length).fill(1));
  const random = createRandom(seed);
  const draws = Array.from({ length: resamples }, () => {
    const weights = new Int32Array(images.length);
    for (let draw = 0; draw < images.length; draw++) weights[random.nextInt(images.length)]++;
    return differencesOf(weights);
  });
  const interval = (group: number): BootstrapInterval | null => {
    const estimate = estimates[group];
    const seen = draws.map((draw) => draw[group]).filter((value) => !Number.isNaN(value));
    return Number.isNaN(estimate) || seen.length === 0 ? null : { estimate, ...percentileInterval(seen, level) };
  };
  return { AP: interval(0), APr: interval(1), APc: interval(2), APf: interval(3) };
}

/** Means over the categories of each group that have a value. */
function groupMeans(categories: readonly Category[], values: Float64Array): number[] {
  return Object.values(groups).map((frequency: Frequency | undefined) => {
    const chosen = values.filter(
      (value, k) => !Number.isNaN(value) && (frequency === undefined || categories[k].frequency === frequency),
    );
    return chosen.reduce((sum, value) => sum + value, 0) / chosen.length;
  });
}
