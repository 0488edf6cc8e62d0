import { boxPairIou } from './box-iou.js';
import { foregroundIntervals, intersectionArea, type ForegroundIntervals } from './foreground-intervals.js';
import type { RunLengthMask } from './run-length-mask.js';

// D detections, G ground truths.

/**
 * Intersection over union of the pixels of every detection with those of every ground truth:
 *
 * `IoU = |d and g| / |d or g|`, and `|d and g| / |d|` where the ground truth is a crowd; 0 where both are empty.
 *
 * As in pycocotools, masks of two sizes give -1 where their boxes overlap, and 0 elsewhere.
 *
 * @param crowd [G] whether a ground truth is a crowd. Default: none is
 * @returns [D, G], row after row
 * @example
 * import { maskIou } from '@disalign/detection';
 * const left = { height: 1, width: 3, runs: Uint32Array.of(0, 2, 1) };
 * const right = { height: 1, width: 3, runs: Uint32Array.of(1, 2) };
 * maskIou([left], [right]); // 1 / 3
 */
export function maskIou(
  detections: readonly RunLengthMask[],
  groundTruths: readonly RunLengthMask[],
  crowd?: readonly boolean[],
): Float64Array {
  const detected = detections.map(foregroundIntervals);
  const truth = groundTruths.map(foregroundIntervals);
  const ious = new Float64Array(detected.length * truth.length);
  for (let d = 0; d < detected.length; d++) {
    for (let g = 0; g < truth.length; g++) {
      ious[d * truth.length + g] = maskPairIou(detected[d], truth[g], crowd?.[g] ?? false);
    }
  }
  return ious;
}

/** IoU of one pair. */
export function maskPairIou(detection: ForegroundIntervals, truth: ForegroundIntervals, crowd: boolean): number {
  if (!(boxPairIou(detection.box, 0, truth.box, 0, crowd) > 0)) return 0;
  if (detection.height !== truth.height || detection.width !== truth.width) return -1;
  const intersection = intersectionArea(detection.bounds, truth.bounds);
  if (intersection === 0) return 0;
  return intersection / (crowd ? detection.area : detection.area + truth.area - intersection);
}
