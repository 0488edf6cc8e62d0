import { checkLabelMap } from '../labels/check-label-map.js';
import { NO_CLASS, type LabelMap } from '../labels/label-map.js';
import { createPairTally, tallyPairs, untallyPairs, type PairTally } from './tally-pairs.js';

// K classes, H x W pixels.

/** How often each class was predicted at the labelled pixels of each class: the state of `SegmentationCounts`, as JSON has it. */
export interface SegmentationConfusion {
  /** K */
  readonly classes: number;
  /** Images that were counted. */
  readonly images: number;
  /** [K, K + 1] row-major: pixels of true class i predicted as class j at `i (K + 1) + j`; as no class at j = K. */
  readonly confusion: readonly number[];
}

/**
 * Counts behind every metric of semantic segmentation, added to image by image: exact integers, so that images counted apart, by
 * other workers or on other machines, merge in any order into the very result of one pass.
 *
 * A pixel labelled `NO_CLASS` is not counted. One predicted as `NO_CLASS` is a miss: it counts among the labelled pixels of its
 * class and among the predictions of none. Exact up to 2^53 pixels.
 *
 * @example
 * import { SegmentationCounts } from '@disalign/segmentation';
 * const counts = new SegmentationCounts(2);
 * const labels = { height: 1, width: 4, labels: Uint8Array.of(0, 0, 1, 255) };
 * counts.add({ ...labels, labels: Uint8Array.of(0, 1, 1, 0) }, labels);
 * counts.toJSON().confusion; // [1, 1, 0, 0, 1, 0]
 */
export class SegmentationCounts {
  readonly classes: number;
  #images = 0;
  readonly #confusion: Float64Array;
  /** Pairs not yet in `#confusion`, at `256 label + prediction`; how many they are. */
  readonly #tally = createPairTally();
  #tallied = 0;

  /** @throws RangeError unless `classes` is an integer in 1..254 */
  constructor(classes: number) {
    if (!Number.isInteger(classes) || classes < 1 || classes > 254) {
      throw new RangeError(`SegmentationCounts: \`classes\` must be an integer in 1..254, got ${classes}`);
    }
    this.classes = classes;
    this.#confusion = new Float64Array(classes * (classes + 1));
  }

  /** Images that were counted. */
  get images(): number {
    return this.#images;
  }

  /** A copy of the counts [K, K + 1], as in `SegmentationConfusion`. */
  get confusion(): Float64Array {
    this.#drain();
    return this.#confusion.slice();
  }

  /**
   * Counts an image.
   *
   * @throws RangeError if the sizes differ, or a label or prediction is neither below K nor `NO_CLASS`; nothing is counted then
   */
  add(prediction: LabelMap, labels: LabelMap): void {
    checkLabelMap('SegmentationCounts.add', labels);
    checkLabelMap('SegmentationCounts.add', prediction);
    const size = ({ width, height }: LabelMap) => `${width} x ${height}`;
    if (size(prediction) !== size(labels)) {
      throw new RangeError(
        `SegmentationCounts.add: \`prediction\` must be ${size(labels)}, as its labels, got ${size(prediction)}`,
      );
    }
    const pixels = labels.labels.length;
    if (this.#tallied + pixels >= 2 ** 31) this.#drain();
    tallyPairs(labels.labels, prediction.labels, this.#tally);
    const wrong = findWrongPair(this.#tally, this.classes);
    if (wrong >= 0) {
      untallyPairs(labels.labels, prediction.labels, this.#tally);
      throw this.#wrongPairError(wrong);
    }
    this.#tallied += pixels;
    this.#images++;
  }

  /** The counts of both, as new counts. @throws RangeError if their classes differ */
  merge(other: SegmentationCounts): SegmentationCounts {
    if (other.classes !== this.classes) {
      throw new RangeError(
        `SegmentationCounts.merge: \`other\` must have ${this.classes} classes, got ${other.classes}`,
      );
    }
    const sum = new SegmentationCounts(this.classes);
    for (const { confusion, images } of [this, other]) {
      for (let cell = 0; cell < confusion.length; cell++) sum.#confusion[cell] += confusion[cell];
      sum.#images += images;
    }
    return sum;
  }

  /** The state, for `parseSegmentationCounts` in another process. */
  toJSON(): SegmentationConfusion {
    return { classes: this.classes, images: this.#images, confusion: [...this.confusion] };
  }

  /** Counts with this state. @throws RangeError unless there are K (K + 1) cells, all of them, and `images`, non-negative integers */
  static from({ classes, images, confusion }: SegmentationConfusion): SegmentationCounts {
    const counts = new SegmentationCounts(classes);
    if (confusion.length !== counts.#confusion.length) {
      throw new RangeError(
        `SegmentationCounts.from: \`confusion\` must have ${counts.#confusion.length} cells, got ${confusion.length}`,
      );
    }
    const wrong = [images, ...confusion].find((count) => !Number.isSafeInteger(count) || count < 0);
    if (wrong !== undefined) {
      throw new RangeError(`SegmentationCounts.from: counts must be non-negative integers, got ${wrong}`);
    }
    counts.#confusion.set(confusion);
    counts.#images = images;
    return counts;
  }

  #drain(): void {
    const { classes } = this;
    for (let label = 0; label < classes; label++) {
      for (let predicted = 0; predicted < classes; predicted++) {
        this.#confusion[label * (classes + 1) + predicted] += this.#tally[label * 256 + predicted];
      }
      this.#confusion[label * (classes + 1) + classes] += this.#tally[label * 256 + NO_CLASS];
    }
    this.#tally.fill(0);
    this.#tallied = 0;
  }

  #wrongPairError(pair: number): RangeError {
    const [label, predicted] = [pair >> 8, pair & 255];
    const rule = `below ${this.classes}, or ${NO_CLASS} for no class`;
    const [name, got] = label < this.classes ? ['prediction', predicted] : ['labels', label];
    return new RangeError(`SegmentationCounts.add: \`${name}\` must be ${rule}, got ${got}`);
  }
}

/** A tallied pair with a label or a prediction that is no class, or -1. Of an unlabelled pixel the prediction is anything. */
function findWrongPair(tally: PairTally, classes: number): number {
  for (let label = 0; label < classes; label++) {
    const found = findTallied(tally, label * 256 + classes, label * 256 + NO_CLASS);
    if (found >= 0) return found;
  }
  return findTallied(tally, classes * 256, NO_CLASS * 256);
}

function findTallied(tally: PairTally, start: number, end: number): number {
  // Mostly there is none, which is found out soonest without a choice at each.
  let any = 0;
  for (let pair = start; pair < end; pair++) any |= tally[pair];
  if (any === 0) return -1;
  for (let pair = start; pair < end; pair++) if (tally[pair] !== 0) return pair;
  return -1;
}
