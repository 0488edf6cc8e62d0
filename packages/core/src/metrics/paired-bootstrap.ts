import type { BootstrapIntervals, BootstrapOptions, EvaluatedRows } from './bootstrap-class-means.js';
import { pairedBootstrapOverSeeds, type PairedCorrectness } from './paired-bootstrap-over-seeds.js';

/** Evaluation rows and which of them each of two classifiers gets right. */
export interface PairedRows extends EvaluatedRows, PairedCorrectness {}

/**
 * Paired bootstrap interval of the difference between two classifiers on the same rows: mean per-class accuracy of the
 * candidate minus that of the reference, over all classes and by shot group. `pairedBootstrapOverSeeds` with one run.
 *
 * @throws RangeError if lengths disagree, a label is K or more, or an option is out of range
 * @example
 * import { pairedBootstrap } from '@disalign/core';
 * const rows = {
 *   labels: Int32Array.of(0, 0, 1, 1),
 *   reference: Uint8Array.of(1, 1, 0, 0),
 *   candidate: Uint8Array.of(1, 1, 1, 1),
 *   trainCounts: [500, 10],
 * };
 * pairedBootstrap(rows, { seed: 1 }).overall; // { estimate: 0.5, lower: 0.5, upper: 0.5 }
 */
export function pairedBootstrap(rows: PairedRows, options: BootstrapOptions): BootstrapIntervals {
  const { reference, candidate, ...evaluated } = rows;
  return pairedBootstrapOverSeeds({ ...evaluated, runs: [{ reference, candidate }] }, options);
}
