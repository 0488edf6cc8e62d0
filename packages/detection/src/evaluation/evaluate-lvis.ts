import type { DetectionTable } from '../data/detections.js';
import type { Frequency, GroundTruth } from '../data/ground-truth.js';
import { categoryPrecisions, meanOver, type CategoryPrecisions } from './category-precisions.js';
import { categoryResults, type CategoryResult } from './category-results.js';
import type { DetectionLimits } from './limit-detections.js';
import { matchDetections } from './match-detections.js';
import type { IouType, MatchTable } from './match-table.js';

/** The 13 numbers of LVIS, each from 0 to 1; -1 where no ground truth counts. */
export interface LvisMetrics {
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
  /** Rare categories. */
  readonly APr: number;
  /** Common categories. */
  readonly APc: number;
  /** Frequent categories. */
  readonly APf: number;
  /** Recall of all detections, mean over categories and IoU thresholds. */
  readonly AR: number;
  readonly ARs: number;
  readonly ARm: number;
  readonly ARl: number;
}

/** Detections of an image that the rules of LVIS count, at most: the best. */
export const LVIS_PER_IMAGE = 300;

/** How LVIS results are evaluated. */
export interface LvisOptions extends DetectionLimits {
  /** Default 'bbox'. 'boundary' is that of the challenge 2021: the smaller of mask and boundary IoU. */
  readonly iouType?: IouType;
  /** Ids of the images that are evaluated: a shard, whose matches merge with those of the others. Default: all. */
  readonly imageIds?: readonly number[];
}

/** What the evaluation of LVIS results gives. */
export interface LvisResult {
  readonly metrics: LvisMetrics;
  readonly perCategory: readonly CategoryResult[];
  /** For curves, AP_pool and merging. */
  readonly matches: MatchTable;
}

/** AP_fixed, and the limits of the challenge 2021: the best 10,000 detections of each category, any number in an image. */
export const lvisFixed: LvisOptions = { perImage: undefined, perCategory: 10_000 };

/**
 * Evaluates detections by the rules of LVIS, to the numbers of the official code: the best 300 of each image; a category counts in
 * an image only where it is annotated or listed as absent; where it is not exhaustively annotated, detections of nothing are ignored.
 *
 * By default it does what is sensible where the official code fails: no detections at all is an AP of 0, and a ground truth of id
 * 0 is found like any other. `officialQuirks` of the ground truth brings the exact behaviour.
 *
 * @throws TypeError on ground truth that is not LVIS, or was read without the masks asked for
 * @example
 * import { detectionsFromJson, evaluateLvis, groundTruthFromJson } from '@disalign/detection';
 * const annotations = [{ id: 1, image_id: 7, category_id: 3, bbox: [1, 1, 2, 2], area: 4 }];
 * const images = [{ id: 7, height: 4, width: 6, neg_category_ids: [], not_exhaustive_category_ids: [] }];
 * const categories = [{ id: 3, name: 'cat', frequency: 'f' }];
 * const truth = groundTruthFromJson({ images, annotations, categories }, { format: 'lvis' });
 * const results = [{ image_id: 7, category_id: 3, bbox: [1, 1, 2, 2], score: 0.9 }];
 * evaluateLvis(truth, detectionsFromJson(results, truth)).metrics.APf; // 1
 */
export function evaluateLvis(
  groundTruth: GroundTruth,
  detections: DetectionTable,
  options: LvisOptions = {},
): LvisResult {
  if (groundTruth.format !== 'lvis') {
    throw new TypeError(`evaluateLvis: \`groundTruth\` must be read as lvis, got ${groundTruth.format}`);
  }
  const { iouType = 'bbox' } = options;
  const matches = matchDetections(groundTruth, detections, { perImage: LVIS_PER_IMAGE, ...options, iouType });
  const values = categoryPrecisions(matches);
  return { metrics: lvisMetrics(matches, values), perCategory: categoryResults(matches, values), matches };
}

/**
 * The 13 numbers of LVIS from matches, merged ones for instance.
 *
 * @example
 * import { detectionsFromJson, evaluateLvis, groundTruthFromJson, mergeMatchTables, summarizeLvis } from '@disalign/detection';
 * const images = [1, 2].map((id) => ({ id, height: 4, width: 6, neg_category_ids: [3], not_exhaustive_category_ids: [] }));
 * const categories = [{ id: 3, name: 'cat', frequency: 'f' }];
 * const truth = groundTruthFromJson({ images, annotations: [], categories }, { format: 'lvis' });
 * const detections = detectionsFromJson([], truth);
 * const shards = [[1], [2]].map((imageIds) => evaluateLvis(truth, detections, { imageIds }).matches);
 * summarizeLvis(mergeMatchTables(shards)).AP; // -1: there is no ground truth
 */
export function summarizeLvis(matches: MatchTable): LvisMetrics {
  return lvisMetrics(matches, categoryPrecisions(matches));
}

function lvisMetrics({ categories }: MatchTable, { precisions, recalls }: CategoryPrecisions): LvisMetrics {
  const ofFrequency = (frequency: Frequency) =>
    meanOver(precisions, { includes: (k) => categories[k].frequency === frequency });
  return {
    AP: meanOver(precisions, {}),
    AP50: meanOver(precisions, { threshold: 0 }),
    AP75: meanOver(precisions, { threshold: 5 }),
    APs: meanOver(precisions, { area: 'small' }),
    APm: meanOver(precisions, { area: 'medium' }),
    APl: meanOver(precisions, { area: 'large' }),
    APr: ofFrequency('r'),
    APc: ofFrequency('c'),
    APf: ofFrequency('f'),
    AR: meanOver(recalls, {}),
    ARs: meanOver(recalls, { area: 'small' }),
    ARm: meanOver(recalls, { area: 'medium' }),
    ARl: meanOver(recalls, { area: 'large' }),
  };
}
