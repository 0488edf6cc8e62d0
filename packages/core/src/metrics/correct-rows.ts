import type { LabeledLogits } from './logit-rows.js';
import { rankLabels } from './rank-labels.js';

// N rows, K classes.

/** How rows are judged. */
export interface CorrectRowsOptions {
  /** K */
  readonly classes: number;
  /** A row is correct when its class is among the `k` with the largest logits. Default 1. */
  readonly k?: number;
}

/**
 * Which rows are correct at top-k, with the ties of `rankLabels`: what the bootstrap intervals take.
 *
 * @param batch logits [N, K], labels [N]
 * @returns [N] 1 for correct rows, 0 for wrong and for ignored ones
 * @throws RangeError unless `k` is a positive integer, and as `rankLabels` does
 * @example
 * import { correctRows } from '@disalign/core';
 * const batch = { logits: Float32Array.of(0, 2, 1, 3), labels: Int32Array.of(1, 0) };
 * correctRows(batch, { classes: 2 }); // Uint8Array [1, 0]
 */
export function correctRows(batch: LabeledLogits, options: CorrectRowsOptions): Uint8Array {
  const { classes, k = 1 } = options;
  if (!Number.isSafeInteger(k) || k < 1) {
    throw new RangeError(`correctRows: \`k\` must be a positive integer, got ${k}`);
  }
  return Uint8Array.from(rankLabels(batch, classes), (rank) => (rank >= 0 && rank < k ? 1 : 0));
}
