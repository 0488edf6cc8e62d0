import type { DetectionTable } from '../data/detections.js';
import type { GroundTruth } from '../data/ground-truth.js';
import { growArray } from '../data/grow-array.js';
import { compareRegions, evaluatorOf, type CellRows, type CompareRegions } from './compare-regions.js';
import { areaNames } from './evaluation-grid.js';
import { limitDetections, type DetectionLimits } from './limit-detections.js';
import { matchCell, type CellMatches } from './match-cell.js';
import { groupRows, matchTable, type IouType, type MatchTable } from './match-table.js';

/** How detections are matched. */
export interface MatchOptions extends DetectionLimits {
  readonly iouType: IouType;
  /** The best of each category in each image; the IoU of others is never looked at. */
  readonly perCell?: number;
  /** Ids of the images that are evaluated. Default: all of the ground truth. */
  readonly imageIds?: readonly number[];
}

const areas = areaNames.length;

/**
 * Matches detections to ground truths, image by image and category by category; cells without a detection or a ground truth cost
 * nothing.
 *
 * @throws RangeError on an image that the ground truth does not have; TypeError where masks are asked for and were not read
 */
export function matchDetections(truth: GroundTruth, detections: DetectionTable, options: MatchOptions): MatchTable {
  const matcher = new Matcher(truth, detections, options);
  const images = chooseImages(truth, options.imageIds);
  for (const image of images) matcher.matchImage(image);
  return matchTable(matcher.rows, {
    iouType: options.iouType,
    categories: truth.categories,
    images: Float64Array.from(images, (image) => truth.images.ids[image]),
    truths: matcher.truths,
  });
}

/** Indices of the images, rising. */
function chooseImages(truth: GroundTruth, wanted: readonly number[] | undefined): number[] {
  const { images } = truth;
  if (wanted === undefined) return [...images.ids.keys()];
  const index = new Map(Array.from(images.ids, (id, at) => [id, at]));
  const chosen = new Set<number>();
  for (const id of wanted) {
    const at = index.get(id);
    if (at === undefined)
      throw new RangeError(`${evaluatorOf(truth)}: \`imageIds\` must be images of the ground truth, got ${id}`);
    chosen.add(at);
  }
  return [...chosen].sort((a, b) => a - b);
}

class Matcher {
  readonly truths: Float64Array;
  readonly rows = {
    length: 0,
    categories: new Int32Array(1024),
    scores: new Float64Array(1024),
    imageIds: new Float64Array(1024),
    ranks: new Int32Array(1024),
    found: new Uint16Array(areas * 1024),
    ignored: new Uint16Array(areas * 1024),
  };
  readonly #truth: GroundTruth;
  readonly #detections: DetectionTable;
  readonly #perCell: number;
  readonly #compare: CompareRegions;
  /** Rows that the limits leave, in their order; their places by image. */
  readonly #kept: Int32Array;
  readonly #byImage: { readonly starts: Int32Array; readonly order: Int32Array };
  readonly #truthsByImage: { readonly starts: Int32Array; readonly order: Int32Array };
  /** [K] number of the image in which a category was last found to be judged, and not exhaustively annotated. */
  readonly #judged: Int32Array;
  readonly #notExhaustive: Int32Array;
  #cell = cellOf(64, 64);
  #matches = matchesOf(64);

  constructor(truth: GroundTruth, detections: DetectionTable, options: MatchOptions) {
    this.#truth = truth;
    this.#detections = detections;
    this.#perCell = options.perCell ?? Infinity;
    this.#compare = compareRegions(truth, detections, options.iouType);
    this.#kept = limitDetections(detections, options);
    const images = truth.images.ids.length;
    this.#byImage = groupRows(
      this.#kept.map((row) => detections.images[row]),
      images,
    );
    this.#truthsByImage = groupRows(truth.annotations.images, images);
    this.#judged = new Int32Array(truth.categories.length).fill(-1);
    this.#notExhaustive = new Int32Array(truth.categories.length).fill(-1);
    this.truths = new Float64Array(truth.categories.length * areas);
  }

  matchImage(image: number): void {
    const truths = this.#truthsOf(image);
    const detections = this.#detectionsOf(image, truths);
    const { categories: truthCategories } = this.#truth.annotations;
    const { categories } = this.#detections;
    for (let d = 0, g = 0; d < detections.length || g < truths.length;) {
      const category = Math.min(
        d < detections.length ? categories[detections[d]] : Infinity,
        g < truths.length ? truthCategories[truths[g]] : Infinity,
      );
      let endD = d;
      while (endD < detections.length && categories[detections[endD]] === category) endD++;
      let endG = g;
      while (endG < truths.length && truthCategories[truths[endG]] === category) endG++;
      const kept = detections.slice(d, Math.min(endD, d + this.#perCell));
      this.#matchOne({ image, detections: kept, truths: truths.slice(g, endG) }, category);
      d = endD;
      g = endG;
    }
  }

  /** Rows of the annotations by category, then in the order of the file. LVIS drops those without an area. */
  #truthsOf(image: number): number[] {
    const { starts, order } = this.#truthsByImage;
    const { areas: sizes, categories } = this.#truth.annotations;
    const rows = Array.from(order.subarray(starts[image], starts[image + 1]));
    const kept = this.#truth.format === 'lvis' ? rows.filter((row) => sizes[row] > 0) : rows;
    return kept.sort((a, b) => categories[a] - categories[b] || a - b);
  }

  /** Rows of the detections that are judged, by category, then by falling score. */
  #detectionsOf(image: number, truths: readonly number[]): number[] {
    const { starts, order } = this.#byImage;
    const { categories, scores, areas: sizes } = this.#detections;
    const isLvis = this.#truth.format === 'lvis';
    if (isLvis) this.#judge(image, truths);
    const places: number[] = [];
    for (const place of order.subarray(starts[image], starts[image + 1])) {
      const row = this.#kept[place];
      if (categories[row] < 0) continue;
      if (isLvis && !(this.#judged[categories[row]] === image && sizes[row] > 0)) continue;
      places.push(place);
    }
    const kept = this.#kept;
    places.sort((a, b) => categories[kept[a]] - categories[kept[b]] || scores[kept[b]] - scores[kept[a]] || a - b);
    return places.map((place) => kept[place]);
  }

  /** LVIS judges only the categories that an image shows, or was searched for in vain. */
  #judge(image: number, truths: readonly number[]): void {
    const { images, annotations } = this.#truth;
    for (const row of truths) this.#judged[annotations.categories[row]] = image;
    for (const category of images.negative[image]) this.#judged[category] = image;
    for (const category of images.notExhaustive[image]) this.#notExhaustive[category] = image;
  }

  #matchOne(rows: CellRows, category: number): void {
    const cell = this.#fill(rows, category);
    if (cell.detections > 0 && cell.truths > 0) this.#compare(rows, cell.ious);
    matchCell(cell, this.#matches);
    for (let area = 0; area < areas; area++) this.truths[areas * category + area] += this.#matches.counted[area];
    this.#append(rows, category);
  }

  #fill({ image, detections, truths }: CellRows, category: number) {
    const { annotations, officialQuirks, format } = this.#truth;
    if (this.#cell.detectionAreas.length < detections.length || this.#cell.truthAreas.length < truths.length) {
      this.#cell = cellOf(
        Math.max(2 * detections.length, this.#cell.detectionAreas.length),
        Math.max(2 * truths.length, this.#cell.truthAreas.length),
      );
      this.#matches = matchesOf(this.#cell.detectionAreas.length);
    }
    const cell = this.#cell;
    if (cell.ious.length < detections.length * truths.length) {
      cell.ious = new Float64Array(2 * detections.length * truths.length);
    }
    for (let d = 0; d < detections.length; d++) cell.detectionAreas[d] = this.#detections.areas[detections[d]];
    for (let g = 0; g < truths.length; g++) {
      cell.truthAreas[g] = annotations.areas[truths[g]];
      cell.truthIgnored[g] = annotations.ignored[truths[g]];
      cell.truthCrowds[g] = format === 'coco' ? annotations.crowds[truths[g]] : 0;
      cell.truthUnseen[g] = officialQuirks && annotations.ids[truths[g]] === 0 ? 1 : 0;
    }
    cell.detections = detections.length;
    cell.truths = truths.length;
    cell.ignoresUnmatched = this.#notExhaustive[category] === image;
    return cell;
  }

  #append({ image, detections }: CellRows, category: number): void {
    const { rows } = this;
    const length = rows.length + detections.length;
    rows.categories = growArray(rows.categories, length);
    rows.scores = growArray(rows.scores, length);
    rows.imageIds = growArray(rows.imageIds, length);
    rows.ranks = growArray(rows.ranks, length);
    rows.found = growArray(rows.found, areas * length);
    rows.ignored = growArray(rows.ignored, areas * length);
    rows.categories.fill(category, rows.length, length);
    rows.imageIds.fill(this.#truth.images.ids[image], rows.length, length);
    for (let d = 0; d < detections.length; d++) {
      rows.scores[rows.length + d] = this.#detections.scores[detections[d]];
      rows.ranks[rows.length + d] = d;
    }
    rows.found.set(this.#matches.found.subarray(0, areas * detections.length), areas * rows.length);
    rows.ignored.set(this.#matches.ignored.subarray(0, areas * detections.length), areas * rows.length);
    rows.length = length;
  }
}

/** Room for a cell of so many detections and ground truths. */
function cellOf(detections: number, truths: number) {
  return {
    detections: 0,
    truths: 0,
    ious: new Float64Array(64),
    detectionAreas: new Float64Array(detections),
    truthAreas: new Float64Array(truths),
    truthIgnored: new Uint8Array(truths),
    truthCrowds: new Uint8Array(truths),
    truthUnseen: new Uint8Array(truths),
    ignoresUnmatched: false,
  };
}

function matchesOf(detections: number): CellMatches {
  return {
    found: new Uint16Array(areas * detections),
    ignored: new Uint16Array(areas * detections),
    counted: new Int32Array(areas),
  };
}
