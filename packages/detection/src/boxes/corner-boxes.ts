// R boxes.

/** Boxes by their corners, [R, 4] row after row: left, top, right, bottom, in continuous pixels. */
export type CornerBoxes = Float32Array | Float64Array;

/** How many boxes there are. @throws RangeError unless they are whole rows of 4 */
export function countBoxes(caller: string, name: string, boxes: CornerBoxes): number {
  if (boxes.length % 4 === 0) return boxes.length / 4;
  throw new RangeError(`${caller}: \`${name}\` must hold rows of 4 numbers, got ${boxes.length} numbers`);
}
