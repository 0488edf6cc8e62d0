import { fastRcnnWeights, type DeltaWeights } from './box-deltas.js';
import { countBoxes, type CornerBoxes } from './corner-boxes.js';

// R boxes.

/** Growth of a side beyond which detectors clamp: a first step cannot send the exponential to infinity. */
const LARGEST_GROWTH = Math.log(1000 / 16);

/**
 * Boxes moved by what a box head answers, the inverse of `boxDeltas`: `x + w dx / w_x`, `w exp(dw / w_w)`, with the exponent clamped to
 * log(1000 / 16), as in detectron2 and torchvision.
 *
 * @param boxes [R, 4] corners
 * @param deltas [R, 4]
 * @param weights Default 10, 10, 5, 5
 * @returns [R, 4] corners, float64
 * @throws RangeError unless there is a delta for each box
 * @example
 * import { applyBoxDeltas } from '@disalign/detection';
 * applyBoxDeltas(Float64Array.of(0, 0, 4, 4), Float64Array.of(2.5, 0, 0, 0)); // [1, 0, 5, 4]
 */
export function applyBoxDeltas(
  boxes: CornerBoxes,
  deltas: CornerBoxes,
  weights: DeltaWeights = fastRcnnWeights,
): Float64Array {
  const rows = countBoxes('applyBoxDeltas', 'boxes', boxes);
  if (deltas.length !== boxes.length) {
    throw new RangeError(`applyBoxDeltas: \`deltas\` must hold ${rows} x 4 numbers, got ${deltas.length}`);
  }
  const moved = new Float64Array(boxes.length);
  for (let at = 0; at < boxes.length; at += 4) {
    for (const axis of [at, at + 1]) {
      const size = boxes[axis + 2] - boxes[axis];
      const center = boxes[axis] + 0.5 * size + (deltas[axis] / weights[axis - at]) * size;
      const grown = size * Math.exp(Math.min(deltas[axis + 2] / weights[axis - at + 2], LARGEST_GROWTH));
      moved[axis] = center - 0.5 * grown;
      moved[axis + 2] = center + 0.5 * grown;
    }
  }
  return moved;
}
