import { countBoxes, type CornerBoxes } from './corner-boxes.js';

// R boxes.

/** What each of the four numbers of a delta is multiplied by: x, y, width, height. */
export type DeltaWeights = readonly [number, number, number, number];

/** Those of the box heads of Fast R-CNN. */
export const fastRcnnWeights: DeltaWeights = [10, 10, 5, 5];

/**
 * What a box head is to answer: how each box is moved to its target. With centres (x, y) and sizes (w, h) of box and target:
 *
 * `w_x (x_t - x) / w, w_y (y_t - y) / h, w_w log(w_t / w), w_h log(h_t / h)`
 *
 * @param boxes [R, 4] corners
 * @param targets [R, 4] corners
 * @param weights Default 10, 10, 5, 5; a cascade's later heads have 20, 20, 10, 10 and 30, 30, 15, 15
 * @returns [R, 4]
 * @throws RangeError unless there are as many targets as boxes, all of them of positive size
 * @example
 * import { boxDeltas } from '@disalign/detection';
 * boxDeltas(Float64Array.of(0, 0, 4, 4), Float64Array.of(1, 0, 5, 4)); // [2.5, 0, 0, 0]
 */
export function boxDeltas(
  boxes: CornerBoxes,
  targets: CornerBoxes,
  weights: DeltaWeights = fastRcnnWeights,
): Float64Array {
  const rows = countBoxes('boxDeltas', 'boxes', boxes);
  if (targets.length !== boxes.length) {
    throw new RangeError(`boxDeltas: \`targets\` must hold ${rows} boxes, got ${targets.length} numbers`);
  }
  const deltas = new Float64Array(4 * rows);
  for (let row = 0; row < rows; row++) {
    const at = 4 * row;
    for (const axis of [0, 1]) {
      const size = sizeOf('boxes', boxes, row, axis);
      const target = sizeOf('targets', targets, row, axis);
      const shift = targets[at + axis] + target / 2 - (boxes[at + axis] + size / 2);
      deltas[at + axis] = (weights[axis] * shift) / size;
      deltas[at + axis + 2] = weights[axis + 2] * Math.log(target / size);
    }
  }
  return deltas;
}

function sizeOf(name: string, boxes: CornerBoxes, row: number, axis: number): number {
  const size = boxes[4 * row + axis + 2] - boxes[4 * row + axis];
  if (size > 0) return size;
  throw new RangeError(`boxDeltas: \`${name}\` must be of positive size, got ${size} in row ${row}`);
}
