import { areaNames, iouThresholds, recallLevels } from './evaluation-grid.js';
import type { MatchTable } from './match-table.js';

// L recall levels.

/** Detections on one ranking, and the ground truths they are to find. */
export interface Ranking {
  readonly table: MatchTable;
  /** Rows of the table by falling score. */
  readonly rows: Int32Array;
  /** Index of the area. */
  readonly area: number;
  /** Ground truths that count: over 0. */
  readonly truths: number;
}

/** Precision of a ranking at one IoU threshold. */
export interface RankedPrecision {
  /** [L] the best precision at a recall of the level or more; 0 where the recall is not reached */
  readonly precisions: Float64Array;
  /** [L] the score from which the level is reached; 0 where it is not */
  readonly scores: Float64Array;
  /** Of all detections. */
  readonly recall: number;
}

/** numpy.spacing(1), which keeps the official code from dividing by 0. */
const epsilon = 2 ** -52;

/**
 * Precision at the recall levels, with TP and FP counted down the ranking and ignored detections left out:
 *
 * `recall = TP / truths`, `precision = TP / (FP + TP + 2^-52)`, made non-increasing from the right.
 *
 * Only true positives can be the best precision at a recall, so only they are kept.
 *
 * @param threshold index of the IoU threshold
 */
export function precisionAtRecalls({ table, rows, area, truths }: Ranking, threshold: number): RankedPrecision {
  const { found, ignored, scores } = table;
  const bit = 1 << threshold;
  if (best.length < rows.length) best = new Float64Array(2 * rows.length);
  let positives = 0;
  let counted = 0;
  let first = -1;
  const positiveRows = foundRows.length < rows.length ? (foundRows = new Int32Array(2 * rows.length)) : foundRows;
  for (const row of rows) {
    const at = row * areaNames.length + area;
    if (first < 0) first = row;
    if ((ignored[at] & bit) !== 0) continue;
    counted++;
    if ((found[at] & bit) === 0) continue;
    positiveRows[positives] = row;
    positives++;
    best[positives - 1] = positives / (counted + epsilon);
  }
  for (let k = positives - 1; k > 0; k--) if (best[k] > best[k - 1]) best[k - 1] = best[k];
  const result = {
    precisions: new Float64Array(recallLevels.length),
    scores: new Float64Array(recallLevels.length),
    recall: positives / truths,
  };
  for (let level = 0, k = 0; level < recallLevels.length; level++) {
    while (k < positives && (k + 1) / truths < recallLevels[level]) k++;
    if (k === positives && level > 0) break;
    result.precisions[level] = positives > 0 ? best[k] : 0;
    // Any detection reaches a recall of 0.
    if (first >= 0) result.scores[level] = scores[level === 0 ? first : positiveRows[k]];
  }
  return result;
}

let best = new Float64Array(1024);
let foundRows = new Int32Array(1024);

/** Mean over the recall levels for each threshold, and the recall. */
export function averagePrecisions(ranking: Ranking): { precisions: Float64Array; recalls: Float64Array } {
  const precisions = new Float64Array(iouThresholds.length);
  const recalls = new Float64Array(iouThresholds.length);
  for (let t = 0; t < iouThresholds.length; t++) {
    const at = precisionAtRecalls(ranking, t);
    precisions[t] = at.precisions.reduce((sum, precision) => sum + precision, 0) / recallLevels.length;
    recalls[t] = at.recall;
  }
  return { precisions, recalls };
}
