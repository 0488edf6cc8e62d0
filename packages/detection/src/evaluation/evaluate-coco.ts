import type { DetectionTable } from '../data/detections.js';
import type { GroundTruth } from '../data/ground-truth.js';
import { categoryPrecisions, meanOver, type CategoryPrecisions } from './category-precisions.js';
import { categoryResults, type CategoryResult } from './category-results.js';
import { areaNames, iouThresholds } from './evaluation-grid.js';
import { matchDetections } from './match-detections.js';
import type { MatchTable } from './match-table.js';

/** The 12 numbers of COCO, each from 0 to 1; -1 where no ground truth counts. */
export interface CocoMetrics {
  /** Mean over categories, the IoU thresholds 0.5, 0.55, …, 0.95 and 101 recall levels. */
  readonly AP: number;
  readonly AP50: number;
  readonly AP75: number;
  /** Small objects, up to 32^2 pixels. */
  readonly APs: number;
  /** Medium objects, 32^2 to 96^2 pixels. */
  readonly APm: number;
  /** Large objects, from 96^2 pixels. */
  readonly APl: number;
  /** Recall of the best detection of each category in each image, mean over categories and IoU thresholds. */
  readonly AR1: number;
  /** Of the best 10. */
  readonly AR10: number;
  /** Of the best 100. */
  readonly AR100: number;
  readonly ARs: number;
  readonly ARm: number;
  readonly ARl: number;
}

/** How COCO results are evaluated. */
export interface CocoOptions {
  /** Default 'bbox'. */
  readonly iouType?: 'bbox' | 'segm';
  /** Ids of the images that are evaluated: a shard, whose matches merge with those of the others. Default: all. */
  readonly imageIds?: readonly number[];
}

/** What the evaluation of COCO results gives. */
export interface CocoResult {
  readonly metrics: CocoMetrics;
  readonly perCategory: readonly CategoryResult[];
  /** For curves and merging. */
  readonly matches: MatchTable;
}

/**
 * Evaluates detections by the rules of COCO, to the numbers of pycocotools: the best 100 of each category in each image; a crowd
 * neither counts as missed nor do detections inside of it count as false.
 *
 * By default it does what is sensible where the official code fails: no detections at all is an AP of 0, an annotation without
 * `iscrowd` is no crowd, and a ground truth of id 0 is found like any other. `officialQuirks` of the ground truth brings the
 * exact behaviour.
 *
 * @throws TypeError on ground truth that is not COCO, or was read without the masks asked for
 * @example
 * import { detectionsFromJson, evaluateCoco, groundTruthFromJson } from '@disalign/detection';
 * const annotations = [{ id: 1, image_id: 7, category_id: 3, bbox: [1, 1, 2, 2], area: 4, iscrowd: 0 }];
 * const json = { images: [{ id: 7, height: 4, width: 6 }], annotations, categories: [{ id: 3, name: 'cat' }] };
 * const truth = groundTruthFromJson(json, { format: 'coco' });
 * const results = [{ image_id: 7, category_id: 3, bbox: [1, 1, 2, 2], score: 0.9 }];
 * evaluateCoco(truth, detectionsFromJson(results, truth)).metrics.AP; // 1
 */
export function evaluateCoco(
  groundTruth: GroundTruth,
  detections: DetectionTable,
  options: CocoOptions = {},
): CocoResult {
  if (groundTruth.format !== 'coco') {
    throw new TypeError(`evaluateCoco: \`groundTruth\` must be read as coco, got ${groundTruth.format}`);
  }
  const { iouType = 'bbox', imageIds } = options;
  const matches = matchDetections(groundTruth, detections, { iouType, imageIds, perCell: 100 });
  const values = categoryPrecisions(matches);
  return { metrics: cocoMetrics(matches, values), perCategory: categoryResults(matches, values), matches };
}

/**
 * The 12 numbers of COCO from matches, merged ones for instance.
 *
 * @example
 * import { detectionsFromJson, evaluateCoco, groundTruthFromJson, mergeMatchTables, summarizeCoco } from '@disalign/detection';
 * const images = [1, 2].map((id) => ({ id, height: 4, width: 6 }));
 * const json = { images, annotations: [], categories: [{ id: 3, name: 'cat' }] };
 * const truth = groundTruthFromJson(json, { format: 'coco' });
 * const detections = detectionsFromJson([], truth);
 * const shards = [[1], [2]].map((imageIds) => evaluateCoco(truth, detections, { imageIds }).matches);
 * summarizeCoco(mergeMatchTables(shards)).AP; // -1: there is no ground truth
 */
export function summarizeCoco(matches: MatchTable): CocoMetrics {
  return cocoMetrics(matches, categoryPrecisions(matches));
}

function cocoMetrics(matches: MatchTable, { precisions, recalls }: CategoryPrecisions): CocoMetrics {
  return {
    AP: meanOver(precisions, {}),
    AP50: meanOver(precisions, { threshold: 0 }),
    AP75: meanOver(precisions, { threshold: 5 }),
    APs: meanOver(precisions, { area: 'small' }),
    APm: meanOver(precisions, { area: 'medium' }),
    APl: meanOver(precisions, { area: 'large' }),
    AR1: recallOfBest(matches, 1),
    AR10: recallOfBest(matches, 10),
    AR100: meanOver(recalls, {}),
    ARs: meanOver(recalls, { area: 'small' }),
    ARm: meanOver(recalls, { area: 'medium' }),
    ARl: meanOver(recalls, { area: 'large' }),
  };
}

/** Recall when only the best `count` detections of each category in each image are looked at. */
function recallOfBest({ categories, truths, starts, ranks, found, ignored }: MatchTable, count: number): number {
  const areas = areaNames.length;
  let sum = 0;
  let categoriesWithTruths = 0;
  for (let k = 0; k < categories.length; k++) {
    if (truths[k * areas] === 0) continue;
    categoriesWithTruths++;
    for (let t = 0; t < iouThresholds.length; t++) {
      let positives = 0;
      for (let row = starts[k]; row < starts[k + 1]; row++) {
        if (ranks[row] < count && (((found[row * areas] & ~ignored[row * areas]) >> t) & 1) === 1) positives++;
      }
      sum += positives / truths[k * areas];
    }
  }
  return categoriesWithTruths === 0 ? -1 : sum / (categoriesWithTruths * iouThresholds.length);
}
