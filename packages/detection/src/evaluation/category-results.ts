import type { Category } from '../data/ground-truth.js';
import { categoryPrecisions, meanOver, type CategoryPrecisions } from './category-precisions.js';
import { areaNames, iouThresholds } from './evaluation-grid.js';
import type { MatchTable } from './match-table.js';

/** The numbers of one category, over all areas; -1 where no ground truth counts. */
export interface CategoryResult extends Category {
  /** Mean over the ten IoU thresholds. */
  readonly AP: number;
  readonly AP50: number;
  readonly AP75: number;
  /** Recall of all detections, mean over the ten IoU thresholds. */
  readonly AR: number;
  /** Ground truths that count. */
  readonly truths: number;
  /** Detections that are judged. */
  readonly detections: number;
}

/** The numbers of every category, in the order of their ids. */
export function categoryResults(
  table: MatchTable,
  values: CategoryPrecisions = categoryPrecisions(table),
): CategoryResult[] {
  const size = areaNames.length * iouThresholds.length;
  return table.categories.map((category, k) => {
    const precisions = values.precisions.subarray(k * size, (k + 1) * size);
    return {
      ...category,
      AP: meanOver(precisions, {}),
      AP50: meanOver(precisions, { threshold: 0 }),
      AP75: meanOver(precisions, { threshold: 5 }),
      AR: meanOver(values.recalls.subarray(k * size, (k + 1) * size), {}),
      truths: table.truths[k * areaNames.length],
      detections: table.starts[k + 1] - table.starts[k],
    };
  });
}
