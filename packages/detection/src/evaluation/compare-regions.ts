import type { DetectionTable } from '../data/detections.js';
import type { GroundTruth } from '../data/ground-truth.js';
import { boxPairIou } from '../masks/box-iou.js';
import { intervalsOf, type ForegroundIntervals } from '../masks/foreground-intervals.js';
import { boundaryDistance, boundaryIntervals } from '../masks/mask-boundary.js';
import { maskPairIou } from '../masks/mask-iou.js';
import { boxBounds, boxPixelArea } from '../masks/polygon-bounds.js';
import type { ImageSize } from '../masks/run-length-mask.js';
import { segmentationIntervals } from '../masks/segmentation-mask.js';
import type { IouType } from './match-table.js';

/** Rows of one category in one image. */
export interface CellRows {
  readonly image: number;
  readonly detections: ArrayLike<number>;
  readonly truths: ArrayLike<number>;
}

/** Writes the IoU of each detection of a cell with each ground truth of it, [D, G], to `ious`. */
export type CompareRegions = (cell: CellRows, ious: Float64Array) => void;

/** How the regions of both are compared. @throws TypeError where masks are asked for and were not read */
export function compareRegions(truth: GroundTruth, detections: DetectionTable, iouType: IouType): CompareRegions {
  if (iouType === 'bbox') return compareBoxes(truth, detections);
  for (const [name, { segmentations }] of Object.entries({ groundTruth: truth.annotations, detections })) {
    if (segmentations !== undefined) continue;
    throw new TypeError(
      `${evaluatorOf(truth)}: \`${name}\` must be read with segmentations for ${iouType}, got boxes only`,
    );
  }
  return compareMasks(truth, detections, iouType);
}

/** The function that a user called. */
export function evaluatorOf({ format }: GroundTruth): string {
  return format === 'lvis' ? 'evaluateLvis' : 'evaluateCoco';
}

/** COCO's crowds are compared by the area of the detection. LVIS has none. */
function crowdOf({ format, annotations }: GroundTruth, row: number): boolean {
  return format === 'coco' && annotations.crowds[row] === 1;
}

function compareBoxes(truth: GroundTruth, table: DetectionTable): CompareRegions {
  const { boxes } = truth.annotations;
  const noBox = new Float64Array(4);
  return ({ image, detections, truths }, ious) => {
    for (let d = 0, at = 0; d < detections.length; d++) {
      const row = detections[d];
      const isKnown = !Number.isNaN(table.boxes[4 * row]);
      const maskBox = isKnown ? noBox : detectionMask(table, row, sizeOf(truth, image)).box;
      for (let g = 0; g < truths.length; g++, at++) {
        const crowd = crowdOf(truth, truths[g]);
        ious[at] = isKnown
          ? boxPairIou(table.boxes, 4 * row, boxes, 4 * truths[g], crowd)
          : boxPairIou(maskBox, 0, boxes, 4 * truths[g], crowd);
      }
    }
  };
}

interface Region {
  readonly mask: ForegroundIntervals;
  readonly boundary: ForegroundIntervals | undefined;
}

function compareMasks(truth: GroundTruth, table: DetectionTable, iouType: 'segm' | 'boundary'): CompareRegions {
  const prepare = (mask: ForegroundIntervals): Region => ({
    mask,
    boundary: iouType === 'boundary' ? boundaryIntervals(mask, boundaryDistance(mask)) : undefined,
  });
  return ({ image, detections, truths }, ious) => {
    if (detections.length === 0 || truths.length === 0) return;
    const size = sizeOf(truth, image);
    const regions = Array.from(truths, (row) => prepare(truthMask(truth, row, size)));
    for (let d = 0, at = 0; d < detections.length; d++) {
      const area = rectangleArea(table, detections[d], size);
      let detection: Region | undefined;
      for (let g = 0; g < truths.length; g++, at++) {
        const crowd = crowdOf(truth, truths[g]);
        ious[at] = 0;
        if (area !== undefined && !crowd && areTooUnlike(area, regions[g].mask.area)) continue;
        detection ??= prepare(detectionMask(table, detections[d], size));
        ious[at] = regionIou(detection, regions[g], crowd);
      }
    }
  };
}

function regionIou(detection: Region, region: Region, crowd: boolean): number {
  if (!crowd && areTooUnlike(detection.mask.area, region.mask.area)) return 0;
  const iou = maskPairIou(detection.mask, region.mask, crowd);
  if (detection.boundary === undefined || region.boundary === undefined || crowd) return iou;
  return Math.min(iou, maskPairIou(detection.boundary, region.boundary, crowd));
}

/** An IoU is at most the smaller area over the larger: below 0.5 no threshold takes it, whatever it is. */
function areTooUnlike(area: number, otherArea: number): boolean {
  return 2 * Math.min(area, otherArea) < Math.max(area, otherArea);
}

function truthMask({ annotations: { segmentations = [] } }: GroundTruth, row: number, size: ImageSize) {
  return segmentationIntervals(segmentations[row], size);
}

/** Pixels of a detection that has only a box, which need no drawing. */
function rectangleArea({ segmentations, boxes }: DetectionTable, row: number, size: ImageSize): number | undefined {
  return segmentations?.[row] === undefined ? boxPixelArea(boxes.subarray(4 * row, 4 * row + 4), size) : undefined;
}

function detectionMask({ segmentations, boxes }: DetectionTable, row: number, size: ImageSize): ForegroundIntervals {
  const segmentation = segmentations?.[row];
  if (segmentation !== undefined) return segmentationIntervals(segmentation, size);
  return intervalsOf(boxBounds(boxes.subarray(4 * row, 4 * row + 4), size), size);
}

function sizeOf({ images }: GroundTruth, image: number): ImageSize {
  return { height: images.heights[image], width: images.widths[image] };
}
