import { DetectionBuilder } from '../data/detection-builder.js';
import type { GroundTruth } from '../data/ground-truth.js';
import { evaluateCoco, type CocoResult } from '../evaluation/evaluate-coco.js';
import { evaluateLvis, LVIS_PER_IMAGE, type LvisResult } from '../evaluation/evaluate-lvis.js';
import type { IouType } from '../evaluation/match-table.js';
import { detectRegions, type DetectOptions } from '../post-processing/detect-regions.js';
import type { RegionDetections } from '../post-processing/region-detections.js';
import type { RegionScoring } from '../post-processing/region-scores.js';
import type { RegionImage } from '../regions/region-image.js';
import { takeRows } from '../sampling/take-rows.js';
import { checkColumns, imageRecords } from './image-results.js';
import { judgedCategories } from './judged-categories.js';

/** How images are evaluated. */
export interface RegionEvaluatorOptions extends DetectOptions {
  /** What is compared; masks are pasted for any but boxes. Default 'bbox'. */
  readonly iouType?: IouType;
}

/** What the rules of the ground truth's format say. */
export type RegionEvaluation = ({ readonly format: 'lvis' } & LvisResult) | ({ readonly format: 'coco' } & CocoResult);

/**
 * Evaluates the detections of a calibration image by image, by the rules of the ground truth's format over the images that were added. Several
 * of them compare calibrations while the images are read once.
 *
 * Under LVIS it passes over detections of categories that are not judged in their image, which count for nothing; their masks are not pasted.
 *
 * @example
 * import { identityCalibration } from '@disalign/core';
 * import { groundTruthFromJson, RegionEvaluator } from '@disalign/detection';
 * const size = { height: 4, width: 6 };
 * const annotations = [{ id: 1, image_id: 7, category_id: 3, bbox: [1, 1, 2, 2], area: 4, iscrowd: 0 }];
 * const json = { images: [{ id: 7, ...size }], annotations, categories: [{ id: 3, name: 'cat' }] };
 * const truth = groundTruthFromJson(json, { format: 'coco' });
 * const evaluator = new RegionEvaluator(truth, { calibrations: [identityCalibration(2)] });
 * const heads = [{ rows: 1, features: new Float32Array(0), logits: Float32Array.of(3, 0) }];
 * const boxes = Float32Array.of(1, 1, 3, 3);
 * evaluator.add({ id: 7, frame: size, size, heads, boxes, deltas: null, masks: null, labels: null });
 * evaluator.evaluate().metrics.AP; // 1
 */
export class RegionEvaluator {
  readonly #truth: GroundTruth;
  readonly #scoring: RegionScoring;
  readonly #iouType: IouType;
  readonly #options: DetectOptions;
  readonly #categoryIds: readonly number[];
  readonly #builder: DetectionBuilder;
  readonly #judged: ((imageId: number) => ReadonlySet<number>) | null;
  readonly #imageIds: number[] = [];
  #records = 0;

  /** @throws RangeError if the calibrations are of other columns than one a category and the background, or on boundaries under COCO */
  constructor(truth: GroundTruth, scoring: RegionScoring, options: RegionEvaluatorOptions = {}) {
    const { iouType = 'bbox', ...detect } = options;
    if (truth.format === 'coco' && iouType === 'boundary') {
      throw new RangeError("RegionEvaluator: `iouType` must be 'bbox' or 'segm' under COCO, got 'boundary'");
    }
    checkColumns('RegionEvaluator', scoring, truth.categories.length);
    this.#truth = truth;
    this.#scoring = scoring;
    this.#iouType = iouType;
    this.#options = detect;
    this.#categoryIds = truth.categories.map(({ id }) => id);
    this.#judged = truth.format === 'lvis' && !truth.officialQuirks ? judgedCategories(truth) : null;
    // As the official tools do, masks are evaluated without their boxes.
    const segmentations = iouType !== 'bbox';
    this.#builder = new DetectionBuilder('detections', truth, { segmentations, ignoreBoxes: segmentations });
  }

  /** Takes an image, each once. @throws as `detectRegions` */
  add(image: RegionImage): void {
    this.#imageIds.push(image.id);
    const detections = this.#judgedOf(detectRegions(image, this.#scoring, this.#options));
    const masks = this.#iouType !== 'bbox';
    const records = imageRecords(image, detections, { categoryIds: this.#categoryIds, masks });
    this.#builder.add({ section: '', start: this.#records, records, isList: true });
    this.#records += records.length;
  }

  /** @throws RangeError where the ground truth does not know an image; as `evaluateLvis` and `evaluateCoco` */
  evaluate(): RegionEvaluation {
    const detections = this.#builder.finish();
    const [truth, imageIds, iouType] = [this.#truth, this.#imageIds, this.#iouType];
    if (truth.format === 'lvis') return { format: 'lvis', ...evaluateLvis(truth, detections, { iouType, imageIds }) };
    return {
      format: 'coco',
      ...evaluateCoco(truth, detections, { iouType: iouType === 'segm' ? 'segm' : 'bbox', imageIds }),
    };
  }

  /** Where more than LVIS counts are there, those that are not judged take up places. */
  #judgedOf(detections: RegionDetections): RegionDetections {
    if (this.#judged === null || detections.length > LVIS_PER_IMAGE) return detections;
    const judged = this.#judged(detections.imageId);
    return chooseDetections(detections, (index) => judged.has(detections.classes[index]));
  }
}

function chooseDetections(detections: RegionDetections, isChosen: (index: number) => boolean): RegionDetections {
  const all = detections.length;
  const rows = Int32Array.from({ length: all }, (_, index) => index).filter(isChosen);
  const place = { rows, all };
  return {
    ...detections,
    length: rows.length,
    boxes: takeRows(detections.boxes, place),
    scores: takeRows(detections.scores, place),
    classes: takeRows(detections.classes, place),
    regions: takeRows(detections.regions, place),
  };
}
