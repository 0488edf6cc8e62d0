import type { DetectionTable } from '../data/detections.js';

/** How many detections are kept, of all that are given, whatever images are evaluated: shards agree on them. */
export interface DetectionLimits {
  /** The best of each image, over all categories. */
  readonly perImage?: number;
  /** The best of each category, over all images; after `perImage`. */
  readonly perCategory?: number;
}

/**
 * Rows that are kept: where a group is too large, its best scores, of equal ones the earlier; in the order of the official code,
 * which joins the groups in the order of their first detections.
 *
 * @throws RangeError on a limit that is no whole number from 0
 */
export function limitDetections(detections: DetectionTable, limits: DetectionLimits): Int32Array {
  const { perImage, perCategory } = limits;
  for (const [name, limit] of Object.entries({ perImage, perCategory })) {
    if (limit !== undefined && !(Number.isInteger(limit) && limit >= 0)) {
      throw new RangeError(`evaluateLvis: \`${name}\` must be a whole number from 0, got ${limit}`);
    }
  }
  let rows = Int32Array.from({ length: detections.length }, (_, row) => row);
  if (perImage !== undefined)
    rows = limitGroups(rows, { groups: detections.images, scores: detections.scores }, perImage);
  if (perCategory === undefined) return rows;
  return limitGroups(rows, { groups: detections.categories, scores: detections.scores }, perCategory);
}

function limitGroups(
  rows: Int32Array<ArrayBuffer>,
  { groups, scores }: { readonly groups: Int32Array; readonly scores: Float64Array },
  limit: number,
): Int32Array<ArrayBuffer> {
  const places = new Map<number, number>();
  const numbers = new Int32Array(rows.length);
  const sizes: number[] = [];
  for (const [at, row] of rows.entries()) {
    let number = places.get(groups[row]);
    if (number === undefined) {
      number = places.size;
      places.set(groups[row], number);
      sizes.push(0);
    }
    numbers[at] = number;
    sizes[number]++;
  }
  const starts = [0];
  for (const size of sizes) starts.push(starts[starts.length - 1] + size);
  const next = starts.slice();
  // Places in `rows`, so that the order of rows decides between equal scores.
  const grouped = new Int32Array(rows.length);
  for (let at = 0; at < rows.length; at++) grouped[next[numbers[at]]++] = at;
  const placeScores = Float64Array.from(rows, (row) => scores[row]);
  const kept = new Int32Array(sizes.reduce((sum, size) => sum + Math.min(size, limit), 0));
  let used = 0;
  for (const [number, size] of sizes.entries()) {
    const group = grouped.subarray(starts[number], starts[number + 1]);
    if (size > limit) sortByScore(group, placeScores);
    for (const at of group.subarray(0, limit)) kept[used++] = rows[at];
  }
  return kept;
}

/** Sorts rising rows in place by falling score; of equal scores the lower row comes first. */
function sortByScore(rows: Int32Array, scores: Float64Array): void {
  rows.sort((a, b) => scores[b] - scores[a] || a - b);
}
