import type { Box } from './mask-box.js';

// D detections, G ground truths.

/**
 * Intersection over union of every detection with every ground truth, boxes [x, y, width, height] in continuous coordinates:
 *
 * `IoU = w h / (area_d + area_g - w h)`, and `w h / area_d` where the ground truth is a crowd; 0 where w or h is not positive.
 *
 * The operations stand in the order of pycocotools, so that the results have the same bits.
 *
 * @param crowd [G] whether a ground truth is a crowd. Default: none is
 * @returns [D, G], row after row
 * @example
 * import { boxIou } from '@disalign/detection';
 * boxIou([[0, 0, 2, 2]], [[1, 0, 2, 2]]); // 1 / 3
 */
export function boxIou(
  detections: readonly Box[],
  groundTruths: readonly Box[],
  crowd?: readonly boolean[],
): Float64Array {
  const detected = Float64Array.from(detections.flat());
  const truth = Float64Array.from(groundTruths.flat());
  const ious = new Float64Array(detections.length * groundTruths.length);
  for (let d = 0; d < detections.length; d++) {
    for (let g = 0; g < groundTruths.length; g++) {
      ious[d * groundTruths.length + g] = boxPairIou(detected, 4 * d, truth, 4 * g, crowd?.[g] ?? false);
    }
  }
  return ious;
}

/** IoU of the box at `d` of `detected` with the one at `g` of `truth`. */
// eslint-disable-next-line max-params -- the inner loop of the evaluators: no object for each pair
export function boxPairIou(detected: Float64Array, d: number, truth: Float64Array, g: number, crowd: boolean): number {
  const width = Math.min(detected[d + 2] + detected[d], truth[g + 2] + truth[g]) - Math.max(detected[d], truth[g]);
  if (!(width > 0)) return 0;
  const height =
    Math.min(detected[d + 3] + detected[d + 1], truth[g + 3] + truth[g + 1]) - Math.max(detected[d + 1], truth[g + 1]);
  if (!(height > 0)) return 0;
  const intersection = width * height;
  const area = detected[d + 2] * detected[d + 3];
  return intersection / (crowd ? area : area + truth[g + 2] * truth[g + 3] - intersection);
}
