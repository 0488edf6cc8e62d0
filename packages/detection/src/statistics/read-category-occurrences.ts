import { FileFormatError } from '@disalign/core';
import { growArray } from '../data/grow-array.js';
import type { JsonRecords } from '../data/json-record-scanner.js';
import { readJsonRecords } from '../data/read-json-records.js';
import { checkRecord, integerField, recordError, type RecordPlace } from '../data/record-checks.js';
import type { CategoryOccurrences } from './category-occurrences.js';

/**
 * Counts the images and the instances of each category in an annotation file of LVIS or COCO, of any size: memory holds eight bytes
 * for each annotation, besides the ids of the images. Every annotation counts, crowds too.
 *
 * @throws FileFormatError naming the record that is broken, of an unknown image or category, or of an id that was there before;
 * what the file system throws
 * @example
 * import { readCategoryOccurrences } from '@disalign/detection';
 * import { writeFile } from 'node:fs/promises';
 * const annotations = [{ image_id: 7, category_id: 3 }, { image_id: 7, category_id: 3 }];
 * await writeFile('train.json', JSON.stringify({ images: [{ id: 7 }], annotations, categories: [{ id: 3, name: 'cat' }] }));
 * const { imageCounts, instanceCounts } = await readCategoryOccurrences('train.json'); // [1], [2]
 */
export async function readCategoryOccurrences(path: string): Promise<CategoryOccurrences> {
  const collector = new OccurrenceCollector(path);
  for await (const records of readJsonRecords(path)) collector.add(records);
  return collector.finish();
}

class OccurrenceCollector {
  readonly #file: string;
  /** Index by id, in the order of the file. */
  readonly #images = new Map<number, number>();
  readonly #names = new Map<number, string>();
  #annotations = 0;
  /** Ids of image and category of each annotation. */
  #imageIds = new Float64Array(1024);
  #categoryIds = new Float64Array(1024);

  constructor(file: string) {
    this.#file = file;
  }

  add({ section, start, records }: JsonRecords): void {
    const place: RecordPlace = { file: this.#file, section, index: start };
    for (const value of records) {
      if (section === 'annotations') this.#addAnnotation(place, value);
      else if (section === 'images') this.#images.set(this.#newId(place, value, this.#images), this.#images.size);
      else if (section === 'categories') this.#addCategory(place, value);
      place.index++;
    }
  }

  finish(): CategoryOccurrences {
    const ids = [...this.#names.keys()].sort((a, b) => a - b);
    if (ids.length === 0 || this.#images.size === 0) {
      const field = ids.length === 0 ? 'categories' : 'images';
      throw new FileFormatError({ file: this.#file, field, expected: 'there', got: 'none' });
    }
    if (ids.length > 2 ** 16) {
      throw new FileFormatError({
        file: this.#file,
        field: 'categories',
        expected: 'at most 65,536',
        got: `${ids.length}`,
      });
    }
    const pairs = this.#pairs(new Map(ids.map((id, index) => [id, index])));
    const instanceCounts = Array<number>(ids.length).fill(0);
    for (const pair of pairs) instanceCounts[pair % ids.length]++;
    const imageCounts = Array<number>(ids.length).fill(0);
    const unique = pairs.filter((pair, at) => at === 0 || pair !== pairs[at - 1]);
    for (const pair of unique) imageCounts[pair % ids.length]++;
    return {
      categories: ids.map((id) => ({ id, name: this.#names.get(id) ?? '' })),
      images: [...this.#images.keys()],
      imageCounts,
      instanceCounts,
      imageCategories: splitByImage(unique, this.#images.size, ids.length),
    };
  }

  /** Image index times K plus category index of each annotation, rising. */
  #pairs(categoryIndex: ReadonlyMap<number, number>): Float64Array {
    const place: RecordPlace = { file: this.#file, section: 'annotations', index: 0 };
    const pairs = new Float64Array(this.#annotations);
    for (let at = 0; at < pairs.length; at++) {
      place.index = at;
      const image = this.#images.get(this.#imageIds[at]);
      const category = categoryIndex.get(this.#categoryIds[at]);
      if (image === undefined) {
        throw recordError(place, {}, { field: 'image_id', expected: 'an id of images', got: this.#imageIds[at] });
      }
      if (category === undefined) {
        throw recordError(
          place,
          {},
          { field: 'category_id', expected: 'an id of categories', got: this.#categoryIds[at] },
        );
      }
      pairs[at] = image * categoryIndex.size + category;
    }
    return pairs.sort();
  }

  #addAnnotation(place: RecordPlace, value: unknown): void {
    const record = checkRecord(place, value);
    this.#imageIds = growArray(this.#imageIds, this.#annotations + 1);
    this.#categoryIds = growArray(this.#categoryIds, this.#annotations + 1);
    this.#imageIds[this.#annotations] = integerField(place, record, 'image_id');
    this.#categoryIds[this.#annotations] = integerField(place, record, 'category_id');
    this.#annotations++;
  }

  #addCategory(place: RecordPlace, value: unknown): void {
    const { name } = checkRecord(place, value);
    this.#names.set(this.#newId(place, value, this.#names), typeof name === 'string' ? name : '');
  }

  #newId(place: RecordPlace, value: unknown, seen: ReadonlyMap<number, unknown>): number {
    const record = checkRecord(place, value);
    const id = integerField(place, record, 'id');
    if (seen.has(id)) throw recordError(place, record, { field: 'id', expected: 'its own', got: id });
    return id;
  }
}

function splitByImage(pairs: Float64Array, images: number, categories: number): Uint16Array[] {
  const lists: Uint16Array[] = [];
  for (let image = 0, at = 0; image < images; image++) {
    const start = at;
    while (at < pairs.length && pairs[at] < (image + 1) * categories) at++;
    lists.push(Uint16Array.from(pairs.subarray(start, at), (pair) => pair - image * categories));
  }
  return lists;
}
