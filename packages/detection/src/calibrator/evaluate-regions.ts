import type { GroundTruth } from '../data/ground-truth.js';
import type { RegionScoring } from '../post-processing/region-scores.js';
import type { RegionSplit } from '../regions/region-image.js';
import { RegionEvaluator, type RegionEvaluation, type RegionEvaluatorOptions } from './region-evaluator.js';

/** How images are evaluated, and who is told how far it is. */
export interface EvaluateRegionsOptions extends RegionEvaluatorOptions {
  /** Called after each image. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

/**
 * Detections of images, evaluated by the rules of the ground truth's format over the images of the split. `RegionEvaluator` evaluates several
 * calibrations while the images are read once.
 *
 * @throws as `RegionEvaluator`; what the images throw
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
  { onProgress, ...options }: EvaluateRegionsOptions = {},
): Promise<RegionEvaluation> {
  const evaluator = new RegionEvaluator(truth, scoring, options);
  for (let index = 0; index < images.count; index++) {
    evaluator.add(await images.read(index));
    onProgress?.({ done: index + 1, total: images.count });
  }
  return evaluator.evaluate();
}
