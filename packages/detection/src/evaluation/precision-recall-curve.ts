import { areaNames, iouThresholds, recallLevels, type AreaName } from './evaluation-grid.js';
import type { MatchTable } from './match-table.js';
import { precisionAtRecalls } from './precision-at-recalls.js';

/** Which curve is drawn. */
export interface CurveOptions {
  /** Id of the category. */
  readonly category: number;
  /** One of the ten IoU thresholds 0.5, 0.55, …, 0.95. Default 0.5. */
  readonly iou?: number;
  /** Default 'all'. */
  readonly area?: AreaName;
}

/** Precision over recall at 101 levels. */
export interface PrecisionRecallCurve {
  /** 0, 0.01, …, 1 */
  readonly recalls: readonly number[];
  /** The best precision at that recall or more; 0 where the detections do not reach it. */
  readonly precisions: Float64Array;
  /** The score from which the recall is reached; 0 where it is not. */
  readonly scores: Float64Array;
}

/**
 * The precision-recall curve of one category, whose mean precision is its AP at that IoU.
 *
 * @returns undefined where no ground truth of the category counts
 * @throws RangeError on an unknown category or threshold
 * @example
 * import { detectionsFromJson, evaluateCoco, groundTruthFromJson, precisionRecallCurve } from '@disalign/detection';
 * const annotations = [{ id: 1, image_id: 7, category_id: 3, bbox: [1, 1, 2, 2], area: 4, iscrowd: 0 }];
 * const json = { images: [{ id: 7, height: 4, width: 6 }], annotations, categories: [{ id: 3, name: 'cat' }] };
 * const truth = groundTruthFromJson(json, { format: 'coco' });
 * const results = [{ image_id: 7, category_id: 3, bbox: [1, 1, 2, 2], score: 0.9 }];
 * const { matches } = evaluateCoco(truth, detectionsFromJson(results, truth));
 * precisionRecallCurve(matches, { category: 3 })?.precisions[100]; // 1
 */
export function precisionRecallCurve(table: MatchTable, options: CurveOptions): PrecisionRecallCurve | undefined {
  const { category, iou = 0.5, area = 'all' } = options;
  const threshold = iouThresholds.findIndex((value) => Math.abs(value - iou) < 1e-9);
  if (threshold < 0) {
    throw new RangeError(`precisionRecallCurve: \`iou\` must be 0.5, 0.55, … or 0.95, got ${iou}`);
  }
  const k = table.categories.findIndex(({ id }) => id === category);
  if (k < 0) throw new RangeError(`precisionRecallCurve: \`category\` must be an id of the table, got ${category}`);
  const areaIndex = areaNames.indexOf(area);
  const truths = table.truths[k * areaNames.length + areaIndex];
  if (truths === 0) return undefined;
  const rows = Int32Array.from({ length: table.starts[k + 1] - table.starts[k] }, (_, at) => table.starts[k] + at);
  const { precisions, scores } = precisionAtRecalls({ table, rows, area: areaIndex, truths }, threshold);
  return { recalls: recallLevels, precisions, scores };
}
