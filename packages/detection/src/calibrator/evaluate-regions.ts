import { DetectionBuilder } from '../data/detection-builder.js';
import type { GroundTruth } from '../data/ground-truth.js';
import { evaluateCoco, type CocoResult } from '../evaluation/evaluate-coco.js';
import { evaluateLvis, type LvisResult } from '../evaluation/evaluate-lvis.js';
import type { IouType } from '../evaluation/match-table.js';
import type { RegionScoring } from '../post-processing/region-scores.js';
import type { RegionSplit } from '../regions/region-image.js';
import { imageResults, type ImageResultsOptions } from './image-results.js';

/** How images are evaluated. */
export interface EvaluateRegionsOptions extends ImageResultsOptions {
  /** What is compared; masks are pasted for any but boxes. Default 'bbox'. */
  readonly iouType?: IouType;
}

/** What the rules of the ground truth's format say. */
export type RegionEvaluation = ({ readonly format: 'lvis' } & LvisResult) | ({ readonly format: 'coco' } & CocoResult);

/**
 * Detections of images, evaluated by the rules of the ground truth's format over the images of the split.
 *
 * @throws as `imageResults`, `evaluateLvis` and `evaluateCoco`
 * @example
 * import { identityCalibration } from '@disalign/core';
 * import { evaluateRegions, groundTruthFromJson, type RegionSplit } from '@disalign/detection';
 * const size = { height: 4, width: 6 };
 * const annotations = [{ id: 1, image_id: 7, category_id: 3, bbox: [1, 1, 2, 2], area: 4, iscrowd: 0 }];
 * const json = { images: [{ id: 7, ...size }], annotations, categories: [{ id: 3, name: 'cat' }] };
 * const truth = groundTruthFromJson(json, { format: 'coco' });
 * const heads = [{ rows: 1, features: new Float32Array(0), logits: Float32Array.of(3, 0) }];
 * const image = { id: 7, frame: size, size, heads, boxes: Float32Array.of(1, 1, 3, 3), deltas: null, masks: null, labels: null };
 * const images: RegionSplit = { count: 1, read: async () => image };
 * (await evaluateRegions(images, truth, { calibrations: [identityCalibration(2)] })).metrics.AP; // 1
 */
export async function evaluateRegions(
  images: RegionSplit,
  truth: GroundTruth,
  scoring: RegionScoring,
  { iouType = 'bbox', ...options }: EvaluateRegionsOptions = {},
): Promise<RegionEvaluation> {
  const withMasks = iouType !== 'bbox';
  // As the official tools do, masks are evaluated without their boxes.
  const builder = new DetectionBuilder('detections', truth, { segmentations: withMasks, ignoreBoxes: withMasks });
  const imageIds: number[] = [];
  const noted: RegionSplit = {
    count: images.count,
    async read(index) {
      const image = await images.read(index);
      imageIds.push(image.id);
      return image;
    },
  };
  let start = 0;
  for await (const records of imageResults(noted, truth, scoring, { ...options, masks: withMasks })) {
    builder.add({ section: '', start, records, isList: true });
    start += records.length;
  }
  const detections = builder.finish();
  if (truth.format === 'lvis') return { format: 'lvis', ...evaluateLvis(truth, detections, { iouType, imageIds }) };
  if (iouType === 'boundary')
    throw new RangeError("evaluateRegions: `iouType` must be 'bbox' or 'segm' under COCO, got 'boundary'");
  return { format: 'coco', ...evaluateCoco(truth, detections, { iouType, imageIds }) };
}
