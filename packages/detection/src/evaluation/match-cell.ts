import { allThresholds, areaNames, areaRanges, iouThresholds } from './evaluation-grid.js';

// D detections, G ground truths, A areas; T thresholds, each a bit.

/** The detections and the ground truths of one category in one image. */
export interface Cell {
  /** D, by falling score */
  readonly detections: number;
  /** G, in the order of the file */
  readonly truths: number;
  /** [D, G] */
  readonly ious: Float64Array;
  /** [D] */
  readonly detectionAreas: Float64Array;
  /** [G] */
  readonly truthAreas: Float64Array;
  /** [G] 1: neither missed nor found */
  readonly truthIgnored: Uint8Array;
  /** [G] 1: may be found many times */
  readonly truthCrowds: Uint8Array;
  /** [G] 1: a detection of it counts as one of nothing, the bug of the official code with ground truths of id 0 */
  readonly truthUnseen: Uint8Array;
  /** Whether detections of nothing are ignored: not every instance is annotated. */
  readonly ignoresUnmatched: boolean;
}

/** What became of a cell: what is neither found nor ignored is a false positive. */
export interface CellMatches {
  /** [D, A] thresholds at which a detection is a true positive */
  readonly found: Uint16Array;
  /** [D, A] thresholds at which it does not count */
  readonly ignored: Uint16Array;
  /** [A] ground truths that count */
  readonly counted: Int32Array;
}

const lower = areaNames.map((name) => areaRanges[name][0]);
const upper = areaNames.map((name) => areaRanges[name][1]);
const thresholds = iouThresholds.map((threshold) => Math.min(threshold, 1 - 1e-10));

let order = new Int32Array(64);
let isIgnored = new Uint8Array(64);
let isTaken = new Uint8Array(64);
let highest = new Float64Array(64);

/**
 * Gives the ground truths of a cell to its detections, for every area and threshold: by falling score, a detection takes the ground
 * truth of the highest IoU from the threshold on that is still free (of equal ones the last), one that counts before any ignored one.
 *
 * A detection of an ignored ground truth is ignored. One of nothing is ignored if its area is outside the range.
 */
export function matchCell(cell: Cell, matches: CellMatches): void {
  const { detections, truths } = cell;
  if (order.length < truths) {
    order = new Int32Array(2 * truths);
    isIgnored = new Uint8Array(2 * truths);
    isTaken = new Uint8Array(2 * truths);
  }
  const areas = areaNames.length;
  const best = highestIous(cell);
  matches.found.fill(0, 0, detections * areas);
  matches.ignored.fill(0, 0, detections * areas);
  for (let area = 0; area < areas; area++) {
    matches.counted[area] = orderTruths(cell, area);
    for (let d = 0; d < detections; d++) {
      const outside = cell.detectionAreas[d] < lower[area] || cell.detectionAreas[d] > upper[area];
      if (outside || cell.ignoresUnmatched) matches.ignored[d * areas + area] = allThresholds;
    }
    if (truths === 0 || detections === 0) continue;
    for (let t = 0; t < thresholds.length && best >= thresholds[t]; t++) matchAt(cell, matches, area, t);
  }
}

/** Sets the highest IoU of each detection, by which most thresholds are passed over. Returns the highest of all. */
function highestIous({ detections, truths, ious }: Cell): number {
  if (highest.length < detections) highest = new Float64Array(2 * detections);
  let best = 0;
  for (let d = 0; d < detections; d++) {
    let iou = 0;
    for (let at = d * truths; at < (d + 1) * truths; at++) if (ious[at] > iou) iou = ious[at];
    highest[d] = iou;
    if (iou > best) best = iou;
  }
  return best;
}

/** Sets `order` and `isIgnored`: the truths that count come first. Returns how many do. */
function orderTruths({ truths, truthAreas, truthIgnored }: Cell, area: number): number {
  let counted = 0;
  for (let g = 0; g < truths; g++) {
    const outside = truthAreas[g] < lower[area] || truthAreas[g] > upper[area];
    isIgnored[g] = truthIgnored[g] === 1 || outside ? 1 : 0;
    if (isIgnored[g] === 0) order[counted++] = g;
  }
  for (let g = 0, at = counted; g < truths; g++) if (isIgnored[g] === 1) order[at++] = g;
  return counted;
}

function matchAt(cell: Cell, { found, ignored }: CellMatches, area: number, t: number): void {
  const { detections, truths, truthUnseen } = cell;
  const bit = 1 << t;
  isTaken.fill(0, 0, truths);
  for (let d = 0; d < detections; d++) {
    const match = highest[d] < thresholds[t] ? -1 : bestTruth(cell, d, thresholds[t]);
    if (match < 0) continue;
    isTaken[match] = 1;
    const at = d * areaNames.length + area;
    if (isIgnored[match] === 1) {
      ignored[at] |= bit;
    } else if (truthUnseen[match] === 0) {
      ignored[at] &= ~bit;
      found[at] |= bit;
    }
  }
}

/** The truth that a detection takes, or -1. */
function bestTruth({ truths, ious, truthCrowds }: Cell, d: number, threshold: number): number {
  let best = threshold;
  let match = -1;
  for (let k = 0; k < truths; k++) {
    const g = order[k];
    if (isTaken[g] === 1 && truthCrowds[g] === 0) continue;
    if (match >= 0 && isIgnored[match] === 0 && isIgnored[g] === 1) break;
    const iou = ious[d * truths + g];
    if (iou < best) continue;
    best = iou;
    match = g;
  }
  return match;
}
