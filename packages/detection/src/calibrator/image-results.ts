import type { GroundTruth } from '../data/ground-truth.js';
import { detectionMasks } from '../post-processing/detection-masks.js';
import { detectRegions, type DetectOptions } from '../post-processing/detect-regions.js';
import type { RegionDetections } from '../post-processing/region-detections.js';
import type { RegionScoring } from '../post-processing/region-scores.js';
import type { RegionImage, RegionSplit } from '../regions/region-image.js';
import { resultRecords, type ResultRecord } from '../results/result-records.js';

/** How detections are made, and who is told how far it is. */
export interface ImageResultsOptions extends DetectOptions {
  /** Whether masks are pasted where the images have them. Default true. */
  readonly masks?: boolean;
  /** Called after each image. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

/**
 * The records of a results file, image by image: detections, and masks where the images have them.
 *
 * @param scoring one calibration for each head: several for a cascade
 * @param truth whose categories, by rising id, are the classes
 * @throws as `detectRegions`; what the images throw
 * @example
 * import { identityCalibration } from '@disalign/core';
 * import { groundTruthFromJson, imageResults, writeResults, type RegionSplit } from '@disalign/detection';
 * const size = { height: 4, width: 6 };
 * const json = { images: [{ id: 7, ...size }], annotations: [], categories: [{ id: 3, name: 'cat' }] };
 * const truth = groundTruthFromJson(json, { format: 'coco' });
 * const heads = [{ rows: 1, features: new Float32Array(0), logits: Float32Array.of(3, 0) }];
 * const image = { id: 7, frame: size, size, heads, boxes: Float32Array.of(1, 1, 3, 3), deltas: null, masks: null, labels: null };
 * const images: RegionSplit = { count: 1, read: async () => image };
 * const scoring = { calibrations: [identityCalibration(2)] }; // as the detector came
 * await writeResults('results.json', imageResults(images, truth, scoring)); // 1
 */
export async function* imageResults(
  images: RegionSplit,
  truth: GroundTruth,
  scoring: RegionScoring,
  { masks = true, onProgress, ...options }: ImageResultsOptions = {},
): AsyncGenerator<ResultRecord[]> {
  const categoryIds = truth.categories.map(({ id }) => id);
  checkColumns('imageResults', scoring, categoryIds.length);
  for (let index = 0; index < images.count; index++) {
    const image = await images.read(index);
    yield imageRecords(image, detectRegions(image, scoring, options), { categoryIds, masks });
    onProgress?.({ done: index + 1, total: images.count });
  }
}

/** The records of the detections of one image; masks are pasted where they are asked for and there. */
export function imageRecords(
  image: RegionImage,
  detections: RegionDetections,
  { categoryIds, masks }: { readonly categoryIds: readonly number[]; readonly masks: boolean },
): ResultRecord[] {
  return resultRecords(detections, categoryIds, masks && image.masks ? detectionMasks(image, detections) : undefined);
}

/** @throws RangeError unless there is a column for each category and the background */
export function checkColumns(caller: string, { calibrations }: RegionScoring, categories: number): void {
  const other = calibrations.find(({ scale }) => scale.length !== categories + 1);
  if (other === undefined) return;
  throw new RangeError(
    `${caller}: \`calibrations\` must be of ${categories + 1} columns, one a category and the background, got ${other.scale.length}`,
  );
}
