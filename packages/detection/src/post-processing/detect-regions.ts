import { applyBoxDeltas } from '../boxes/apply-box-deltas.js';
import { fastRcnnWeights, type DeltaWeights } from '../boxes/box-deltas.js';
import { clipBox, scaleBox } from '../boxes/fit-boxes.js';
import { orderByScore } from '../boxes/order-by-score.js';
import { cornersAt, keepApart, type Corners } from '../boxes/suppress-overlaps.js';
import { checkRegionImage, type RegionImage } from '../regions/region-image.js';
import type { RegionDetections } from './region-detections.js';
import { regionScores, type RegionScoring } from './region-scores.js';

// R regions, C classes.

/** How detections are made of scored regions; the defaults are those of the authors' LVIS configurations. */
export interface DetectOptions {
  /** Scores above this count. Default 1e-4. */
  readonly scoreThreshold?: number;
  /** Of non-maximum suppression. Default 0.5. */
  readonly iou?: number;
  /** Detections of an image, at most. Default 300. */
  readonly most?: number;
  /** Of the box deltas. Default 10, 10, 5, 5. */
  readonly deltaWeights?: DeltaWeights;
}

/**
 * Detections of an image from its scored regions, as detectron2 makes them: boxes moved by the deltas of each class and cut at the frame,
 * scores above the threshold, non-maximum suppression in each class, the best 300; then brought to the size of the image and cut there.
 * Boxes without area, and those that are not finite, are left out.
 *
 * Only boxes that may be among the best are computed.
 *
 * @throws RangeError naming the part of the image that does not fit the others or the calibrations
 * @example
 * import { identityCalibration } from '@disalign/core';
 * import { detectRegions, type RegionImage } from '@disalign/detection';
 * const size = { height: 480, width: 640 };
 * const head = { rows: 1, features: new Float32Array(0), logits: Float32Array.of(3, 0, 1) };
 * const boxes = Float32Array.of(10, 20, 110, 70);
 * const image: RegionImage = { id: 7, frame: size, size, heads: [head], boxes, deltas: null, masks: null, labels: null };
 * detectRegions(image, { calibrations: [identityCalibration(3)] }).classes; // [0, 1]
 */
export function detectRegions(
  image: RegionImage,
  scoring: RegionScoring,
  options: DetectOptions = {},
): RegionDetections {
  checkRegionImage('detectRegions', image);
  const { size, frame, heads } = image;
  const { scoreThreshold = 1e-4, iou, most = 300 } = options;
  if (heads[0].rows === 0) return gatherDetections(image, [], 1);
  const scores = regionScores(heads, scoring);
  const classes = scores.length / heads[0].rows;
  const cells = cellsAbove(scores, scoreThreshold);
  const order = orderByScore(Float32Array.from(cells, (cell) => scores[cell]));
  const boxOf = (index: number) => boxOfCell(image, cells[index], { classes, weights: options.deltaWeights });
  const finiteBox = (index: number) => {
    const box = boxOf(index);
    return box.every(Number.isFinite) ? box : null;
  };
  const kept = keepApart(order, { box: finiteBox, classOf: (index) => cells[index] % classes }, { iou, most });
  const found = Array.from(kept, (index) => ({
    corners: clipBox(scaleBox(boxOf(index), frame, size), size),
    score: scores[cells[index]],
    cell: cells[index],
  }));
  return gatherDetections(image, found, classes);
}

/** Indices of the scores above a threshold. */
function cellsAbove(scores: Float32Array, threshold: number): Int32Array {
  let count = 0;
  for (const score of scores) if (score > threshold) count++;
  const cells = new Int32Array(count);
  for (let cell = 0, used = 0; used < count; cell++) if (scores[cell] > threshold) cells[used++] = cell;
  return cells;
}

/** The box of a region for a class, in the frame. */
function boxOfCell(
  { boxes, deltas, frame }: RegionImage,
  cell: number,
  { classes, weights = fastRcnnWeights }: { classes: number; weights?: DeltaWeights },
): Corners {
  const region = Math.floor(cell / classes);
  if (deltas === null) return clipBox(cornersAt(boxes, region), frame);
  const row = deltas.length === boxes.length ? region : cell;
  const proposal = boxes.subarray(4 * region, 4 * region + 4);
  return clipBox(cornersAt(applyBoxDeltas(proposal, deltas.subarray(4 * row, 4 * row + 4), weights), 0), frame);
}

function gatherDetections(
  { id, size }: RegionImage,
  found: readonly { corners: Corners; score: number; cell: number }[],
  classes: number,
): RegionDetections {
  const there = found.filter(({ corners: [left, top, right, bottom] }) => right > left && bottom > top);
  return {
    imageId: id,
    size,
    length: there.length,
    boxes: Float64Array.from(there.flatMap(({ corners }) => corners)),
    scores: Float32Array.from(there, ({ score }) => score),
    classes: Int32Array.from(there, ({ cell }) => cell % classes),
    regions: Int32Array.from(there, ({ cell }) => Math.floor(cell / classes)),
  };
}
