import { areaNames, iouThresholds, type AreaName } from './evaluation-grid.js';
import type { MatchTable } from './match-table.js';
import { averagePrecisions } from './precision-at-recalls.js';

// K categories, A areas, T thresholds.

/** Average precision and recall of every category. */
export interface CategoryPrecisions {
  /** [K, A, T] NaN where no ground truth counts */
  readonly precisions: Float64Array;
  /** [K, A, T] of all detections; NaN where no ground truth counts */
  readonly recalls: Float64Array;
}

/** Average precision and recall of each category, for each area and threshold. */
export function categoryPrecisions(table: MatchTable): CategoryPrecisions {
  const size = table.categories.length * areaNames.length * iouThresholds.length;
  const precisions = new Float64Array(size).fill(NaN);
  const recalls = new Float64Array(size).fill(NaN);
  const all = Int32Array.from({ length: table.scores.length }, (_, row) => row);
  for (let k = 0; k < table.categories.length; k++) {
    const rows = all.subarray(table.starts[k], table.starts[k + 1]);
    for (let area = 0; area < areaNames.length; area++) {
      const truths = table.truths[k * areaNames.length + area];
      if (truths === 0) continue;
      const at = (k * areaNames.length + area) * iouThresholds.length;
      const averages = averagePrecisions({ table, rows, area, truths });
      precisions.set(averages.precisions, at);
      recalls.set(averages.recalls, at);
    }
  }
  return { precisions, recalls };
}

/** Which numbers are averaged. */
export interface PrecisionSelection {
  readonly area?: AreaName;
  /** Index of one threshold. Default: all. */
  readonly threshold?: number;
  /** Whether a category takes part. Default: all. */
  readonly includes?: (category: number) => boolean;
}

/** Mean of the numbers that are there, [K, A, T]; -1, as in the official code, where none is. */
export function meanOver(values: Float64Array, selection: PrecisionSelection): number {
  const { area = 'all', threshold, includes = () => true } = selection;
  const areaIndex = areaNames.indexOf(area);
  const stride = areaNames.length * iouThresholds.length;
  const from = threshold ?? 0;
  const to = threshold === undefined ? iouThresholds.length : threshold + 1;
  let sum = 0;
  let count = 0;
  for (let k = 0; k * stride < values.length; k++) {
    if (!includes(k)) continue;
    for (let t = from; t < to; t++) {
      const value = values[k * stride + areaIndex * iouThresholds.length + t];
      if (Number.isNaN(value)) continue;
      sum += value;
      count++;
    }
  }
  return count === 0 ? -1 : sum / count;
}
