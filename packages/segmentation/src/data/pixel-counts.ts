import { FileFormatError } from '@disalign/core';
import { checkLabelMap } from '../labels/check-label-map.js';
import { NO_CLASS, type LabelMap } from '../labels/label-map.js';

// K classes.

/**
 * How many pixels each class has, and in how many images it occurs, added to image by image. Integers, so that parts of a folder
 * counted apart merge exactly.
 *
 * @example
 * import { PixelCounts } from '@disalign/segmentation';
 * const counts = new PixelCounts(3);
 * counts.add({ height: 1, width: 4, labels: Uint8Array.of(0, 0, 2, 255) });
 * counts.pixels; // Float64Array [2, 0, 1]
 */
export class PixelCounts {
  readonly classes: number;
  /** [K] pixels of each class. */
  readonly pixels: Float64Array;
  /** [K] images in which each class has a pixel. */
  readonly imagesOfClass: Float64Array;
  #images = 0;
  #unlabelled = 0;

  /** @throws RangeError unless `classes` is an integer in 1..254 */
  constructor(classes: number) {
    if (!Number.isInteger(classes) || classes < 1 || classes > 254) {
      throw new RangeError(`PixelCounts: \`classes\` must be an integer in 1..254, got ${classes}`);
    }
    this.classes = classes;
    this.pixels = new Float64Array(classes);
    this.imagesOfClass = new Float64Array(classes);
  }

  /** Images that were counted. */
  get images(): number {
    return this.#images;
  }

  /** Pixels without a class. */
  get unlabelled(): number {
    return this.#unlabelled;
  }

  /** Counts an image. @throws RangeError if a label is neither below K nor `NO_CLASS`; nothing is counted then */
  add(map: LabelMap): void {
    checkLabelMap('PixelCounts.add', map);
    const ofImage = new Uint32Array(256);
    for (let pixel = 0; pixel < map.labels.length; pixel++) ofImage[map.labels[pixel]]++;
    const wrong = ofImage.findIndex((count, label) => count > 0 && label >= this.classes && label !== NO_CLASS);
    if (wrong >= 0) {
      throw new RangeError(
        `PixelCounts.add: \`labels\` must be below ${this.classes}, or ${NO_CLASS} for no class, got ${wrong}`,
      );
    }
    for (let k = 0; k < this.classes; k++) {
      this.pixels[k] += ofImage[k];
      if (ofImage[k] > 0) this.imagesOfClass[k]++;
    }
    this.#unlabelled += ofImage[NO_CLASS];
    this.#images++;
  }

  /** The counts of both, as new counts. @throws RangeError if their classes differ */
  merge(other: PixelCounts): PixelCounts {
    if (other.classes !== this.classes) {
      throw new RangeError(`PixelCounts.merge: \`other\` must have ${this.classes} classes, got ${other.classes}`);
    }
    const sum = new PixelCounts(this.classes);
    for (const part of [this, other]) {
      for (let k = 0; k < this.classes; k++) {
        sum.pixels[k] += part.pixels[k];
        sum.imagesOfClass[k] += part.imagesOfClass[k];
      }
      sum.#images += part.#images;
      sum.#unlabelled += part.#unlabelled;
    }
    return sum;
  }

  /**
   * The pixels [K] as a class prior, for core's `classWeights`: every class must have one.
   *
   * @param source what was counted, for the error
   * @param classNames [K], for the error
   * @throws FileFormatError naming `source` and the first class without a pixel
   */
  prior(source: string, classNames: readonly string[] = []): number[] {
    const empty = this.pixels.indexOf(0);
    if (empty < 0) return [...this.pixels];
    const field = `pixels of class ${empty}${classNames[empty] === undefined ? '' : ` (${classNames[empty]})`}`;
    const got = `none in ${this.#images} images`;
    throw new FileFormatError({ file: source, field, expected: 'at least one, to weigh the class', got });
  }
}
