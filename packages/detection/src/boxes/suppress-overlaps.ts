import { countBoxes, type CornerBoxes } from './corner-boxes.js';
import { orderByScore } from './order-by-score.js';

// N candidates.

/** Boxes that compete with others of their class. */
export interface ScoredBoxes {
  /** [N, 4] corners. */
  readonly boxes: CornerBoxes;
  /** [N], not negative; they are compared as float32. */
  readonly scores: ArrayLike<number>;
  /** [N] boxes of two classes do not compete. Default: all are of one. */
  readonly classes?: ArrayLike<number>;
}

/** Which boxes go, and how many stay. */
export interface SuppressOverlapsOptions {
  /** A box goes if its IoU with a better one that stays is above this. Default 0.5. */
  readonly iou?: number;
  /** So many stay at most, the best. Default: all. */
  readonly most?: number;
}

/**
 * Non-maximum suppression in each class: from the best score down, a box stays unless it overlaps one of its class that has stayed by
 * more than `iou`. Of equal scores the one that comes first wins, as in torchvision; the boxes are never shifted apart by class, which
 * costs torchvision's `batched_nms` digits.
 *
 * @returns indices of those that stay, by falling score
 * @throws RangeError if boxes, scores and classes are not equally many, or a score is negative or NaN
 * @example
 * import { suppressOverlaps } from '@disalign/detection';
 * const boxes = Float64Array.of(0, 0, 4, 4, 0, 0, 4, 3, 9, 9, 12, 12);
 * suppressOverlaps({ boxes, scores: [0.8, 0.9, 0.1] }); // [1, 2]
 */
export function suppressOverlaps(candidates: ScoredBoxes, options: SuppressOverlapsOptions = {}): Int32Array {
  const { boxes, scores, classes } = candidates;
  const rows = countBoxes('suppressOverlaps', 'boxes', boxes);
  for (const [name, list] of Object.entries({ scores, classes })) {
    if (list === undefined || list.length === rows) continue;
    throw new RangeError(`suppressOverlaps: \`${name}\` must hold ${rows} numbers, got ${list.length}`);
  }
  const order = orderByScore(Float32Array.from(scores));
  return keepApart(
    order,
    { box: (index) => cornersAt(boxes, index), classOf: (index) => classes?.[index] ?? 0 },
    options,
  );
}

/** Left, top, right, bottom. */
export type Corners = readonly [number, number, number, number];

/** Candidates whose boxes are made when they are asked for. */
export interface LazyBoxes {
  /** null: there is none, and the candidate is passed over. */
  box(index: number): Corners | null;
  classOf(index: number): number;
}

/** Suppression over candidates in a given order, which ends as soon as enough have stayed. */
export function keepApart(
  order: Int32Array,
  candidates: LazyBoxes,
  { iou = 0.5, most = Infinity }: SuppressOverlapsOptions,
): Int32Array {
  const kept: number[] = [];
  const keptOfClass = new Map<number, Corners[]>();
  for (const index of order) {
    if (kept.length >= most) break;
    const classIndex = candidates.classOf(index);
    const box = candidates.box(index);
    if (box === null) continue;
    const rivals = keptOfClass.get(classIndex);
    if (rivals === undefined) keptOfClass.set(classIndex, [box]);
    else if (rivals.some((rival) => cornerIou(rival, box) > iou)) continue;
    else rivals.push(box);
    kept.push(index);
  }
  return Int32Array.from(kept);
}

/** The box of a row. */
export function cornersAt(boxes: CornerBoxes, row: number): Corners {
  return [boxes[4 * row], boxes[4 * row + 1], boxes[4 * row + 2], boxes[4 * row + 3]];
}

/** Intersection over union; NaN, which is above nothing, for two boxes without area. */
export function cornerIou(a: Corners, b: Corners): number {
  const width = Math.max(0, Math.min(a[2], b[2]) - Math.max(a[0], b[0]));
  const height = Math.max(0, Math.min(a[3], b[3]) - Math.max(a[1], b[1]));
  const intersection = width * height;
  return intersection / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - intersection);
}
