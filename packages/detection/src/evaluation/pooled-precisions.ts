import type { Frequency } from '../data/ground-truth.js';
import { areaNames, type AreaName } from './evaluation-grid.js';
import type { MatchTable } from './match-table.js';
import { averagePrecisions } from './precision-at-recalls.js';

/** AP_pool: of all categories, and of the rare, common and frequent ones. -1 where no ground truth counts. */
export interface PooledPrecisions {
  readonly all: number;
  readonly r: number;
  readonly c: number;
  readonly f: number;
}

/**
 * AP_pool: the detections of all categories of a pool on one ranking, so that their scores must be comparable, unlike for AP, which
 * ranks each category apart. Mean over IoU thresholds and recall levels. Of equal scores the lower image id comes first, then the
 * lower category.
 *
 * Dave et al., Evaluating Large-Vocabulary Object Detectors: The Devil is in the Details. Their setting: at most 10,000 detections
 * of a category and any number in an image, which `lvisFixed` is.
 *
 * @param area Default 'all'.
 * @example
 * import { detectionsFromJson, evaluateLvis, groundTruthFromJson, lvisFixed, pooledPrecisions } from '@disalign/detection';
 * const annotations = [{ id: 1, image_id: 7, category_id: 3, bbox: [1, 1, 2, 2], area: 4 }];
 * const images = [{ id: 7, height: 4, width: 6, neg_category_ids: [], not_exhaustive_category_ids: [] }];
 * const categories = [{ id: 3, name: 'cat', frequency: 'f' }];
 * const truth = groundTruthFromJson({ images, annotations, categories }, { format: 'lvis' });
 * const results = [{ image_id: 7, category_id: 3, bbox: [1, 1, 2, 2], score: 0.9 }];
 * const { matches } = evaluateLvis(truth, detectionsFromJson(results, truth), lvisFixed);
 * pooledPrecisions(matches).f; // 1
 */
export function pooledPrecisions(table: MatchTable, area: AreaName = 'all'): PooledPrecisions {
  const { scores, imageIds, ranks } = table;
  const categoryOf = new Int32Array(scores.length);
  for (let k = 0; k < table.categories.length; k++) categoryOf.fill(k, table.starts[k], table.starts[k + 1]);
  const ranking = Int32Array.from({ length: scores.length }, (_, row) => row).sort(
    (a, b) =>
      scores[b] - scores[a] || imageIds[a] - imageIds[b] || categoryOf[a] - categoryOf[b] || ranks[a] - ranks[b],
  );
  const pool = (frequency?: Frequency) => {
    const isIn = (k: number) => frequency === undefined || table.categories[k].frequency === frequency;
    return poolPrecision(
      table,
      ranking.filter((row) => isIn(categoryOf[row])),
      { isIn, area },
    );
  };
  return { all: pool(), r: pool('r'), c: pool('c'), f: pool('f') };
}

function poolPrecision(
  table: MatchTable,
  rows: Int32Array,
  { isIn, area }: { isIn: (category: number) => boolean; area: AreaName },
): number {
  const areaIndex = areaNames.indexOf(area);
  let truths = 0;
  for (let k = 0; k < table.categories.length; k++) {
    if (isIn(k)) truths += table.truths[k * areaNames.length + areaIndex];
  }
  if (truths === 0) return -1;
  const { precisions } = averagePrecisions({ table, rows, area: areaIndex, truths });
  return precisions.reduce((sum, precision) => sum + precision, 0) / precisions.length;
}
