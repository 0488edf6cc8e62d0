import { cornersAt } from '../boxes/suppress-overlaps.js';
import type { RunLengthMask } from '../masks/run-length-mask.js';
import type { RegionImage } from '../regions/region-image.js';
import { pasteMask } from './paste-mask.js';
import type { RegionDetections } from './region-detections.js';
import { sigmoid } from './region-scores.js';

/**
 * The mask of each detection: the logits of its region (and its class, where the mask head asks for it) through a sigmoid, pasted into
 * its box.
 *
 * A mask head sees the final box of a detection, not the proposal: masks that were computed on the proposals are an approximation.
 *
 * @returns [N]
 * @throws RangeError if the image has no masks
 * @example
 * import { identityCalibration } from '@disalign/core';
 * import { detectionMasks, detectRegions, type RegionImage } from '@disalign/detection';
 * const size = { height: 4, width: 4 };
 * const head = { rows: 1, features: new Float32Array(0), logits: Float32Array.of(3, 0) };
 * const masks = { logits: Float32Array.of(9, 9, 9, -9), channels: 1, side: 2 };
 * const boxes = Float32Array.of(0, 0, 4, 4);
 * const image: RegionImage = { id: 7, frame: size, size, heads: [head], boxes, deltas: null, masks, labels: null };
 * const detections = detectRegions(image, { calibrations: [identityCalibration(2)] });
 * detectionMasks(image, detections)[0].runs; // [0, 10, 2, 2, 2]
 */
export function detectionMasks({ id, masks }: RegionImage, detections: RegionDetections): RunLengthMask[] {
  if (masks === null) throw new RangeError(`detectionMasks: \`masks\` of image ${id} must be there, got null`);
  const { logits, channels, side } = masks;
  const cells = side * side;
  const squares = new Map<number, Float64Array>();
  // Detections of one region share its square, unless the mask head asks for the class.
  const squareAt = (start: number) => {
    const known = squares.get(start);
    if (known) return known;
    const square = new Float64Array(cells);
    for (let cell = 0; cell < cells; cell++) square[cell] = sigmoid(logits[start + cell]);
    squares.set(start, square);
    return square;
  };
  return Array.from({ length: detections.length }, (_, index) => {
    const channel = channels === 1 ? 0 : detections.classes[index];
    const start = (detections.regions[index] * channels + channel) * cells;
    return pasteMask(squareAt(start), cornersAt(detections.boxes, index), detections.size);
  });
}
