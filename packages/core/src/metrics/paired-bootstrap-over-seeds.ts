import {
  bootstrapClassMeans,
  type BootstrapIntervals,
  type BootstrapOptions,
  type EvaluatedRows,
} from './bootstrap-class-means.js';
import { checkCorrectness } from './check-correctness.js';

// N rows, K classes.

/** Which rows each of two classifiers gets right. */
export interface PairedCorrectness {
  /** [N] 1 for correct rows, 0 for wrong ones: see `correctRows`. */
  readonly reference: Uint8Array;
  /** [N] */
  readonly candidate: Uint8Array;
}

/** Evaluation rows and several runs (seeds, checkpoints) of the same comparison on them. */
export interface PairedRuns extends EvaluatedRows {
  readonly runs: readonly PairedCorrectness[];
}

/**
 * Paired bootstrap interval of a difference averaged over runs: mean per-class accuracy of the candidate minus that of
 * the reference, over all classes and by shot group. A resample draws the rows of each class anew with replacement and
 * scores both arms of every run on the same rows: what a run's arms, or the runs, have in common cancels or stays
 * together as it does in the estimate. Only the evaluation rows vary: the runs are taken as given.
 * The width is that of `bootstrapInterval`, with its caveat for few rows a class.
 *
 * @throws RangeError without runs, if lengths disagree, a label is K or more, or an option is out of range
 * @example
 * import { pairedBootstrapOverSeeds } from '@disalign/core';
 * const labels = Int32Array.of(0, 0, 1, 1);
 * const runs = [
 *   { reference: Uint8Array.of(1, 1, 0, 0), candidate: Uint8Array.of(1, 1, 1, 1) },
 *   { reference: Uint8Array.of(1, 1, 0, 0), candidate: Uint8Array.of(1, 1, 0, 0) },
 * ];
 * pairedBootstrapOverSeeds({ labels, runs, trainCounts: [500, 10] }, { seed: 1 }).few;
 * // { estimate: 0.5, lower: 0.5, upper: 0.5 }
 */
export function pairedBootstrapOverSeeds(rows: PairedRuns, options: BootstrapOptions): BootstrapIntervals {
  const caller = 'pairedBootstrapOverSeeds';
  const { runs, ...evaluated } = rows;
  const { labels } = evaluated;
  if (runs.length === 0) throw new RangeError(`${caller}: \`runs\` must hold at least one run, got none`);
  const scores = new Int32Array(labels.length);
  for (const [run, { reference, candidate }] of runs.entries()) {
    checkCorrectness(caller, `runs[${run}].reference`, reference, labels.length);
    checkCorrectness(caller, `runs[${run}].candidate`, candidate, labels.length);
    for (let row = 0; row < scores.length; row++) scores[row] += candidate[row] - reference[row];
  }
  return bootstrapClassMeans(caller, { ...evaluated, scores, divisor: runs.length }, options);
}
