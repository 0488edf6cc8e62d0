import type { FeatureBatch, FeatureSource } from '../features/feature-source.js';
import { iterateBatches } from '../features/iterate-batches.js';
import { ClassificationCounts } from '../metrics/classification-counts.js';
import { correctRows } from '../metrics/correct-rows.js';
import type { LogitArray } from '../metrics/logit-rows.js';

/** What a classifier does on labelled rows. */
export interface ScoredSource {
  readonly counts: ClassificationCounts;
  /** [N] 1 for correct rows: what paired intervals are made of. */
  readonly correct: Uint8Array;
}

/** What the logits that are made of each batch get right, in one pass with flat memory (view 0 of each row). */
export async function scoreLogits(
  source: FeatureSource,
  logitsOf: (batch: FeatureBatch) => LogitArray | Promise<LogitArray>,
): Promise<ScoredSource> {
  const { classes } = source;
  const counts = new ClassificationCounts({ classes });
  const correct = new Uint8Array(source.rows);
  let first = 0;
  for await (const batch of iterateBatches(source)) {
    const rows = { logits: await logitsOf(batch), labels: batch.labels };
    counts.add(rows);
    correct.set(correctRows(rows, { classes }), first);
    first += batch.rows;
  }
  return { counts, correct };
}
