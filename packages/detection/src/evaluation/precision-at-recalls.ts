import { areaNames, iouThresholds, recallLevels } from './evaluation-grid.js';
import type { MatchTable } from './match-table.js';

// L recall levels, T thresholds.

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
}

/** numpy.spacing(1), which keeps the official code from dividing by 0. */
const epsilon = 2 ** -52;

/**
 * Precision at the recall levels, with TP and FP counted down the ranking and ignored detections left out:
 *
 * `recall = TP / truths`, `precision = TP / (FP + TP + 2^-52)`, made non-increasing from the right.
 *
 * @param threshold index of the IoU threshold
 */
export function precisionAtRecalls(ranking: Ranking, threshold: number): RankedPrecision {
  const { table, rows, truths } = ranking;
  const positives = rankPositives(ranking, threshold);
  const precisions = new Float64Array(recallLevels.length);
  const scores = new Float64Array(recallLevels.length);
  for (let level = 0, k = 0; level < recallLevels.length; level++) {
    while (k < positives && (k + 1) / truths < recallLevels[level]) k++;
    if (k < positives) precisions[level] = best[k];
    // Any detection reaches a recall of 0.
    const row = level === 0 ? rows[0] : k < positives ? positiveRows[k] : undefined;
    if (row !== undefined) scores[level] = table.scores[row];
  }
  return { precisions, scores };
}

/** For each threshold [T] the mean precision over the recall levels, and the recall of all detections. */
export function averagePrecisions(ranking: Ranking): { precisions: Float64Array; recalls: Float64Array } {
  const precisions = new Float64Array(iouThresholds.length);
  const recalls = new Float64Array(iouThresholds.length);
  const { truths } = ranking;
  for (let t = 0; t < iouThresholds.length; t++) {
    const positives = rankPositives(ranking, t);
    let sum = 0;
    for (let level = 0, k = 0; level < recallLevels.length; level++) {
      while (k < positives && (k + 1) / truths < recallLevels[level]) k++;
      if (k === positives) break;
      sum += best[k];
    }
    precisions[t] = sum / recallLevels.length;
    recalls[t] = positives / truths;
  }
  return { precisions, recalls };
}

/** Of each true positive of the ranking at hand: its row, and the best precision from it on. No other can be the best. */
let positiveRows = new Int32Array(1024);
let best = new Float64Array(1024);

/** Sets `positiveRows` and `best`, and returns how many true positives there are. */
function rankPositives({ table, rows, area }: Ranking, threshold: number): number {
  const { found, ignored } = table;
  const bit = 1 << threshold;
  if (best.length < rows.length) {
    best = new Float64Array(2 * rows.length);
    positiveRows = new Int32Array(2 * rows.length);
  }
  let positives = 0;
  let counted = 0;
  for (let i = 0; i < rows.length; i++) {
    const at = rows[i] * areaNames.length + area;
    if ((ignored[at] & bit) !== 0) continue;
    counted++;
    if ((found[at] & bit) === 0) continue;
    positiveRows[positives] = rows[i];
    positives++;
    best[positives - 1] = positives / (counted + epsilon);
  }
  for (let k = positives - 1; k > 0; k--) if (best[k] > best[k - 1]) best[k - 1] = best[k];
  return positives;
}
