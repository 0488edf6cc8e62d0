import type { Box } from '../masks/mask-box.js';
import { compressRuns } from '../masks/compress-runs.js';
import type { RunLengthMask } from '../masks/run-length-mask.js';
import type { RegionDetections } from '../post-processing/region-detections.js';

/** One detection as the LVIS and COCO servers take it. */
export interface ResultRecord {
  readonly image_id: number;
  readonly category_id: number;
  readonly bbox: Box;
  readonly score: number;
  readonly segmentation?: { readonly size: readonly [height: number, width: number]; readonly counts: string };
}

/**
 * Detections of an image as records of a results file.
 *
 * @param categoryIds [C] id of each class, rising in the files of LVIS and COCO
 * @param masks one for each detection; left out: boxes alone
 * @throws RangeError if a class has no id, or there are other than one mask for each detection
 * @example
 * import { resultRecords } from '@disalign/detection';
 * const detections = {
 *   imageId: 7, size: { height: 9, width: 9 }, length: 1, boxes: Float64Array.of(1, 2, 4, 8),
 *   scores: Float32Array.of(0.5), classes: Int32Array.of(1), regions: Int32Array.of(0),
 * };
 * resultRecords(detections, [3, 18]); // [{ image_id: 7, category_id: 18, bbox: [1, 2, 3, 6], score: 0.5 }]
 */
export function resultRecords(
  detections: RegionDetections,
  categoryIds: readonly number[],
  masks?: readonly RunLengthMask[],
): ResultRecord[] {
  const { imageId, length, boxes, scores, classes } = detections;
  if (masks && masks.length !== length) {
    throw new RangeError(`resultRecords: \`masks\` must be ${length}, one a detection, got ${masks.length}`);
  }
  return Array.from({ length }, (_, index) => {
    const category = categoryIds.at(classes[index]);
    if (category === undefined) {
      throw new RangeError(
        `resultRecords: \`categoryIds\` must have one for class ${classes[index]}, got ${categoryIds.length}`,
      );
    }
    const [left, top, right, bottom] = boxes.subarray(4 * index, 4 * index + 4);
    return {
      image_id: imageId,
      category_id: category,
      bbox: [left, top, right - left, bottom - top],
      score: scores[index],
      ...(masks && { segmentation: segmentationOf(masks[index]) }),
    };
  });
}

function segmentationOf({ height, width, runs }: RunLengthMask): ResultRecord['segmentation'] {
  return { size: [height, width], counts: compressRuns(runs) };
}
