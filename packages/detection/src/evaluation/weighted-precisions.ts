import type { GroundTruth } from '../data/ground-truth.js';
import { areaNames, iouThresholds, recallLevels } from './evaluation-grid.js';
import type { MatchTable } from './match-table.js';

// K categories, I images of the evaluation, T thresholds, N detections, G ground truths that count. Objects of all sizes.

/** Matches, ready to be evaluated again and again over images that count several times or not at all. */
export interface WeighableMatches {
  readonly table: MatchTable;
  /** [N] place of the image among those of the evaluation. */
  readonly rowImages: Int32Array;
  /** [K] of each category: places of the images of its ground truths, one for each. */
  readonly truthImages: readonly Int32Array[];
  /** [K, T] which detections do what, so that false positives, which are most, are looked at once for all thresholds. */
  readonly roles: readonly (readonly DetectionRoles[])[];
}

/** Rows of the detections of a category that are no false positives at a threshold, in their order. */
interface DetectionRoles {
  readonly found: Int32Array;
  readonly ignored: Int32Array;
}

/** @throws RangeError where the ground truths that the matches counted are not those of `truth` */
export function weighableMatches(truth: GroundTruth, table: MatchTable): WeighableMatches {
  const { images, annotations } = truth;
  const placeOf = new Map(Array.from(table.images, (id, place) => [id, place]));
  const truthImages = table.categories.map((): number[] => []);
  for (let row = 0; row < annotations.length; row++) {
    const counts =
      truth.format === 'lvis'
        ? annotations.areas[row] > 0 && annotations.ignored[row] === 0
        : annotations.crowds[row] === 0;
    const place = placeOf.get(images.ids[annotations.images[row]]);
    if (counts && place !== undefined) truthImages[annotations.categories[row]].push(place);
  }
  for (const [category, places] of truthImages.entries()) {
    const counted = table.truths[category * areaNames.length];
    if (counted === places.length) continue;
    throw new RangeError(
      `weighableMatches: \`truth\` must be what was evaluated, with ${counted} of category ${table.categories[category].id}, got ${places.length}`,
    );
  }
  return {
    table,
    rowImages: Int32Array.from(table.imageIds, (id) => placeOf.get(id) ?? -1),
    truthImages: truthImages.map((places) => Int32Array.from(places)),
    roles: table.categories.map((_, category) => iouThresholds.map((_, t) => rolesAt(table, category, 1 << t))),
  };
}

function rolesAt({ starts, found, ignored }: MatchTable, category: number, bit: number): DetectionRoles {
  const rows = Int32Array.from({ length: starts[category + 1] - starts[category] }, (_, at) => starts[category] + at);
  const isIgnored = (row: number) => (ignored[row * areaNames.length] & bit) !== 0;
  return {
    found: rows.filter((row) => !isIgnored(row) && (found[row * areaNames.length] & bit) !== 0),
    ignored: rows.filter(isIgnored),
  };
}

/**
 * AP of each category, mean over thresholds and recall levels, where image i counts `weights[i]` times: the AP of an evaluation of
 * so many copies of it.
 *
 * @param weights [I] whole numbers
 * @returns [K]; NaN where no ground truth counts
 */
export function weightedPrecisions(matches: WeighableMatches, weights: Int32Array): Float64Array {
  const { table, truthImages, roles } = matches;
  return Float64Array.from(table.categories, (_, category) => {
    let truths = 0;
    for (const place of truthImages[category]) truths += weights[place];
    if (truths === 0) return NaN;
    countRanks(matches, category, weights);
    const ranking = { rowImages: matches.rowImages, start: table.starts[category], truths };
    let sum = 0;
    for (const ofThreshold of roles[category]) sum += weightedPrecision(ofThreshold, ranking, weights);
    return sum / iouThresholds.length;
  });
}

let ranks = new Int32Array(1024);
let precisions = new Float64Array(1024);
let recalls = new Float64Array(1024);

/** Sets `ranks`: of each detection of a category, how many there are up to the last copy of it. */
function countRanks({ table: { starts }, rowImages }: WeighableMatches, category: number, weights: Int32Array): void {
  const [start, end] = [starts[category], starts[category + 1]];
  if (ranks.length < end - start) {
    ranks = new Int32Array(2 * (end - start));
    [precisions, recalls] = [0, 0].map(() => new Float64Array(2 * (end - start)));
  }
  let sum = 0;
  for (let row = start; row < end; row++) {
    sum += weights[rowImages[row]];
    ranks[row - start] = sum;
  }
}

interface WeightedRanking extends Pick<WeighableMatches, 'rowImages'> {
  /** Row of the first detection, whose rank comes first. */
  readonly start: number;
  readonly truths: number;
}

/** Copies of a true positive stand together on the ranking: the last of them has their best precision. */
function weightedPrecision(
  { found, ignored }: DetectionRoles,
  { rowImages, start, truths }: WeightedRanking,
  weights: Int32Array,
): number {
  let [positives, passedOver, steps, next] = [0, 0, 0, 0];
  for (let at = 0; at < found.length; at++) {
    const row = found[at];
    const weight = weights[rowImages[row]];
    if (weight === 0) continue;
    while (next < ignored.length && ignored[next] < row) passedOver += weights[rowImages[ignored[next++]]];
    positives += weight;
    // As in the official code, which adds numpy.spacing(1).
    precisions[steps] = positives / (ranks[row - start] - passedOver + 2 ** -52);
    recalls[steps] = positives / truths;
    steps++;
  }
  for (let step = steps - 1; step > 0; step--) {
    if (precisions[step] > precisions[step - 1]) precisions[step - 1] = precisions[step];
  }
  let sum = 0;
  for (let level = 0, step = 0; level < recallLevels.length; level++) {
    while (step < steps && recalls[step] < recallLevels[level]) step++;
    if (step === steps) break;
    sum += precisions[step];
  }
  return sum / recallLevels.length;
}
