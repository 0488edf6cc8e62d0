import type { Category } from '../data/ground-truth.js';
import { categoryPrecisions, meanOver, type CategoryPrecisions } from './category-precisions.js';
import { areaNames } from './evaluation-grid.js';
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
  return table.categories.map((category, k) => {
    const includes = (other: number) => other === k;
    return {
      ...category,
      AP: meanOver(values.precisions, { includes }),
      AP50: meanOver(values.precisions, { includes, threshold: 0 }),
      AP75: meanOver(values.precisions, { includes, threshold: 5 }),
      AR: meanOver(values.recalls, { includes }),
      truths: table.truths[k * areaNames.length],
      detections: table.starts[k + 1] - table.starts[k],
    };
  });
}
