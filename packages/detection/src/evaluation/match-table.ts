import type { Category } from '../data/ground-truth.js';
import { areaNames } from './evaluation-grid.js';

// K categories, A areas, N detections that are judged. Bit t of a set of thresholds stands for iouThresholds[t].

/** What two regions are compared by: their boxes, their masks, or their masks and their boundaries, the smaller IoU of both. */
export type IouType = 'bbox' | 'segm' | 'boundary';

/**
 * What became of every judged detection: all that precision and recall are computed from. It holds no boxes or masks; tables of
 * disjoint images merge exactly.
 */
export interface MatchTable {
  readonly iouType: IouType;
  readonly categories: readonly Category[];
  /** Ids of the images that were evaluated, rising. */
  readonly images: Float64Array;
  /** [K, A] ground truths that count */
  readonly truths: Float64Array;
  /** [K + 1] where the detections of a category start */
  readonly starts: Int32Array;
  /** [N] by category, then falling score, then image id, then `ranks` */
  readonly scores: Float64Array;
  /** [N] id of the image */
  readonly imageIds: Float64Array;
  /** [N] place among the detections of its category in its image */
  readonly ranks: Int32Array;
  /** [N, A] thresholds at which a detection is a true positive */
  readonly found: Uint16Array;
  /** [N, A] thresholds at which it does not count */
  readonly ignored: Uint16Array;
}

/** Detections in any order, to become a table; `length` of each column is used. */
export interface MatchRows {
  readonly length: number;
  /** [N] index of the category */
  readonly categories: Int32Array;
  readonly scores: Float64Array;
  readonly imageIds: Float64Array;
  readonly ranks: Int32Array;
  readonly found: Uint16Array;
  readonly ignored: Uint16Array;
}

/** Sorts rows into a table. */
export function matchTable(
  rows: MatchRows,
  rest: Pick<MatchTable, 'iouType' | 'categories' | 'images' | 'truths'>,
): MatchTable {
  const { starts, order } = groupRows(rows.categories.subarray(0, rows.length), rest.categories.length);
  const { scores, imageIds, ranks } = rows;
  for (let k = 0; k < rest.categories.length; k++) {
    order
      .subarray(starts[k], starts[k + 1])
      .sort((a, b) => scores[b] - scores[a] || imageIds[a] - imageIds[b] || ranks[a] - ranks[b]);
  }
  const areas = areaNames.length;
  const found = new Uint16Array(areas * rows.length);
  const ignored = new Uint16Array(areas * rows.length);
  for (let at = 0; at < rows.length; at++) {
    for (let area = 0; area < areas; area++) {
      found[areas * at + area] = rows.found[areas * order[at] + area];
      ignored[areas * at + area] = rows.ignored[areas * order[at] + area];
    }
  }
  return {
    ...rest,
    starts,
    scores: Float64Array.from(order, (row) => scores[row]),
    imageIds: Float64Array.from(order, (row) => imageIds[row]),
    ranks: Int32Array.from(order, (row) => ranks[row]),
    found,
    ignored,
  };
}

/** Rows by group, each group in the order of the rows; a row of a negative group is left out. */
export function groupRows(groups: Int32Array, count: number): { starts: Int32Array; order: Int32Array } {
  const starts = new Int32Array(count + 1);
  for (const group of groups) if (group >= 0) starts[group + 1]++;
  for (let group = 0; group < count; group++) starts[group + 1] += starts[group];
  const next = starts.slice();
  const order = new Int32Array(starts[count]);
  for (let row = 0; row < groups.length; row++) if (groups[row] >= 0) order[next[groups[row]]++] = row;
  return { starts, order };
}
