import { countBoxes, type CornerBoxes } from './corner-boxes.js';
import { cornerIou, cornersAt } from './suppress-overlaps.js';

// R boxes, G ground truths.

/**
 * The ground truth that each box overlaps most, if their IoU is at least `iou`; of equal ones the first.
 *
 * @param boxes [R, 4] corners
 * @param truth [G, 4] corners
 * @param iou Default 0.5
 * @returns [R] index of a ground truth, or -1
 * @throws RangeError unless both are rows of 4
 * @example
 * import { matchBoxes } from '@disalign/detection';
 * matchBoxes(Float64Array.of(0, 0, 4, 4, 7, 7, 9, 9), Float64Array.of(0, 0, 4, 3)); // [0, -1]
 */
export function matchBoxes(boxes: CornerBoxes, truth: CornerBoxes, iou = 0.5): Int32Array {
  const rows = countBoxes('matchBoxes', 'boxes', boxes);
  const truths = Array.from({ length: countBoxes('matchBoxes', 'truth', truth) }, (_, g) => cornersAt(truth, g));
  return Int32Array.from({ length: rows }, (_, row) => {
    const box = cornersAt(boxes, row);
    let [best, match] = [-1, -1];
    for (const [g, target] of truths.entries()) {
      const overlap = cornerIou(box, target);
      if (overlap > best) [best, match] = [overlap, g];
    }
    return best >= iou ? match : -1;
  });
}
