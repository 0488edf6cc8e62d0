import { FileFormatError } from '@disalign/core';
import { segmentationIntervals, type Segmentation } from '../masks/segmentation-mask.js';
import { checkRuns, checkSegmentation } from './check-segmentation.js';
import type { DetectionOptions, DetectionTable } from './detections.js';
import type { GroundTruth } from './ground-truth.js';
import { growArray } from './grow-array.js';
import type { JsonRecords } from './json-record-scanner.js';
import {
  checkRecord,
  integerField,
  numberField,
  recordError,
  writeBoxField,
  type JsonRecord,
  type RecordPlace,
} from './record-checks.js';

/** Collects results record by record into columns. */
export class DetectionBuilder {
  readonly #file: string;
  readonly #truth: GroundTruth;
  readonly #keepsMasks: boolean;
  readonly #imageIndex: ReadonlyMap<number, number>;
  readonly #categoryIndex: ReadonlyMap<number, number>;
  /** Set by the first result. */
  #hasBoxes: boolean | undefined;
  #length = 0;
  #images = new Int32Array(1024);
  #categories = new Int32Array(1024);
  #scores = new Float64Array(1024);
  #boxes = new Float64Array(4096);
  #areas = new Float64Array(1024);
  readonly #segmentations: (Segmentation | undefined)[] = [];

  constructor(file: string, truth: GroundTruth, options: DetectionOptions = {}) {
    this.#file = file;
    this.#truth = truth;
    this.#keepsMasks = options.segmentations ?? truth.annotations.segmentations !== undefined;
    if (options.ignoreBoxes === true) this.#hasBoxes = false;
    this.#imageIndex = new Map(Array.from(truth.images.ids, (id, index) => [id, index]));
    this.#categoryIndex = new Map(truth.categories.map(({ id }, index) => [id, index]));
  }

  /** @throws FileFormatError naming the record */
  add({ section, start, records }: JsonRecords): void {
    if (section !== '') throw this.#error('the file', 'a list of results', `an object with ${section.slice(0, 40)}`);
    this.#reserve(this.#length + records.length);
    const place: RecordPlace = { file: this.#file, section: '', index: start };
    for (const record of records) {
      this.#addOne(place, checkRecord(place, record));
      place.index++;
    }
  }

  /** @throws FileFormatError with the quirks of the official code, where it is empty */
  finish(): DetectionTable {
    const length = this.#length;
    if (length === 0 && this.#truth.officialQuirks) throw this.#error('the list', 'of at least one result', 'none');
    return {
      file: this.#file,
      length,
      images: this.#images.subarray(0, length),
      categories: this.#categories.subarray(0, length),
      scores: this.#scores.subarray(0, length),
      boxes: this.#boxes.subarray(0, 4 * length),
      areas: this.#areas.subarray(0, length),
      segmentations: this.#keepsMasks ? this.#segmentations : undefined,
    };
  }

  #addOne(place: RecordPlace, record: JsonRecord): void {
    const at = this.#length++;
    this.#images[at] = this.#imageOf(place, record);
    this.#categories[at] = this.#categoryOf(place, record);
    this.#scores[at] = this.#scoreOf(place, record);
    this.#hasBoxes ??= record.bbox !== undefined;
    if (this.#hasBoxes) this.#addBox(place, record, at);
    else this.#addMask(place, record, at);
  }

  #addBox(place: RecordPlace, record: JsonRecord, at: number): void {
    writeBoxField(place, record, { boxes: this.#boxes, at: 4 * at, negative: this.#truth.officialQuirks });
    this.#areas[at] = this.#boxes[4 * at + 2] * this.#boxes[4 * at + 3];
    if (!this.#keepsMasks) return;
    if (record.segmentation === undefined) {
      this.#segmentations.push(undefined);
      return;
    }
    const segmentation = checkSegmentation(place, record, this.#rules(at));
    if ('counts' in segmentation) checkRuns(place, record, segmentation);
    this.#segmentations.push(segmentation);
  }

  #addMask(place: RecordPlace, record: JsonRecord, at: number): void {
    if (record.segmentation === undefined) {
      throw recordError(place, record, { field: 'bbox or segmentation', expected: 'there', got: undefined });
    }
    const rules = this.#rules(at);
    const segmentation = checkSegmentation(place, record, rules);
    const isCompressed = 'counts' in segmentation && typeof segmentation.counts === 'string';
    if (rules.officialQuirks && !isCompressed) {
      throw recordError(place, record, { field: 'segmentation', expected: 'compressed runs', got: segmentation });
    }
    const area = 'counts' in segmentation ? checkRuns(place, record, segmentation) : undefined;
    if (area !== undefined && this.#keepsMasks) {
      this.#areas[at] = area;
      this.#boxes.fill(NaN, 4 * at, 4 * at + 4);
    } else {
      const mask = segmentationIntervals(segmentation, rules.size);
      this.#areas[at] = mask.area;
      this.#boxes.set(mask.box, 4 * at);
    }
    if (this.#keepsMasks) this.#segmentations.push(segmentation);
  }

  #rules(at: number) {
    const { images, officialQuirks } = this.#truth;
    const image = this.#images[at];
    return { size: { height: images.heights[image], width: images.widths[image] }, officialQuirks };
  }

  #imageOf(place: RecordPlace, record: JsonRecord): number {
    const index = this.#imageIndex.get(integerField(place, record, 'image_id'));
    if (index !== undefined) return index;
    throw recordError(place, record, {
      field: 'image_id',
      expected: 'an image of the ground truth',
      got: record.image_id,
    });
  }

  #categoryOf(place: RecordPlace, record: JsonRecord): number {
    const index = this.#categoryIndex.get(integerField(place, record, 'category_id'));
    if (index !== undefined) return index;
    if (this.#truth.officialQuirks) return -1;
    const got = record.category_id;
    throw recordError(place, record, { field: 'category_id', expected: 'a category of the ground truth', got });
  }

  #scoreOf(place: RecordPlace, record: JsonRecord): number {
    // NumPy sorts NaN behind all numbers.
    if (this.#truth.officialQuirks && Number.isNaN(record.score)) return -Infinity;
    return numberField(place, record, 'score');
  }

  #reserve(length: number): void {
    this.#images = growArray(this.#images, length);
    this.#categories = growArray(this.#categories, length);
    this.#scores = growArray(this.#scores, length);
    this.#boxes = growArray(this.#boxes, 4 * length);
    this.#areas = growArray(this.#areas, length);
  }

  #error(field: string, expected: string, got: string): FileFormatError {
    return new FileFormatError({ file: this.#file, field, expected, got });
  }
}
