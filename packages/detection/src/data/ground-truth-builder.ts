import { FileFormatError } from '@disalign/core';
import { z } from 'zod';
import type { Segmentation } from '../masks/segmentation-mask.js';
import { checkRuns, checkSegmentation } from './check-segmentation.js';
import type { AnnotationTable, Category, GroundTruth, GroundTruthOptions, ImageTable } from './ground-truth.js';
import { indexById, rowsByLastId } from './index-by-id.js';
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

const side = z.int().min(1);
const ids = z.array(z.int());
const imageSchema = z
  .object({
    id: z.int(),
    height: side,
    width: side,
    file_name: z.string().nullish(),
    coco_url: z.string().nullish(),
  })
  .refine(({ height, width }) => height * width < 2 ** 31, 'must have fewer than 2^31 pixels');
const lvisImageSchema = imageSchema.safeExtend({ neg_category_ids: ids, not_exhaustive_category_ids: ids });
const categorySchema = z.object({ id: z.int(), name: z.string().default('') });
const lvisCategorySchema = categorySchema.extend({ frequency: z.enum(['r', 'c', 'f']) });

type JsonImage = z.output<typeof imageSchema> & Partial<z.output<typeof lvisImageSchema>>;

/** Collects the lists of an annotation file, whatever their order, and checks them when all are there. */
export class GroundTruthBuilder {
  readonly #file: string;
  readonly #options: GroundTruthOptions;
  readonly #images: JsonImage[] = [];
  readonly #categories: Category[] = [];
  readonly #annotations: JsonRecord[] = [];
  readonly #seen = new Set<string>();

  constructor(file: string, options: GroundTruthOptions) {
    this.#file = file;
    this.#options = options;
  }

  /** @throws FileFormatError naming the record */
  add({ section, start, records, isList }: JsonRecords): void {
    if (section === '') throw this.#error('the file', 'an object with images, annotations and categories', 'a list');
    if (!['images', 'annotations', 'categories'].includes(section)) return;
    if (!isList) throw this.#error(section, 'a list', 'another value');
    this.#seen.add(section);
    const place: RecordPlace = { file: this.#file, section, index: start };
    const isLvis = this.#options.format === 'lvis';
    for (const record of records) {
      if (section === 'images') this.#images.push(parse(place, record, isLvis ? lvisImageSchema : imageSchema));
      else if (section === 'categories')
        this.#categories.push(parse(place, record, isLvis ? lvisCategorySchema : categorySchema));
      else this.#annotations.push(this.#kept(checkRecord(place, record)));
      place.index++;
    }
  }

  /** What an evaluation reads: masks take most of the memory. */
  #kept({ id, image_id, category_id, bbox, area, iscrowd, ignore, segmentation }: JsonRecord): JsonRecord {
    const kept = { id, image_id, category_id, bbox, area, iscrowd, ignore };
    return this.#options.segmentations === true ? { ...kept, segmentation } : kept;
  }

  /** @throws FileFormatError naming a list that is missing, or a record */
  finish(): GroundTruth {
    for (const section of ['images', 'annotations', 'categories']) {
      if (!this.#seen.has(section)) throw this.#error(section, 'there', 'nothing');
    }
    const { format, officialQuirks = false } = this.#options;
    const unique = { file: this.#file, lastWins: officialQuirks };
    const categories = indexById(this.#categories, { ...unique, section: 'categories' });
    const categoryIndex = new Map(categories.map(({ id }, index) => [id, index]));
    const images = this.#imageTable(indexById(this.#images, { ...unique, section: 'images' }), categoryIndex);
    const annotations = this.#annotationTable(images, categoryIndex);
    return { file: this.#file, format, officialQuirks, images, categories, annotations };
  }

  #imageTable(images: readonly JsonImage[], categoryIndex: ReadonlyMap<number, number>): ImageTable {
    const known = (list: readonly number[] = []) => list.flatMap((id) => categoryIndex.get(id) ?? []);
    return {
      ids: Float64Array.from(images, ({ id }) => id),
      heights: Int32Array.from(images, ({ height }) => height),
      widths: Int32Array.from(images, ({ width }) => width),
      files: images.map(fileOf),
      negative: images.map((image) => known(image.neg_category_ids)),
      notExhaustive: images.map((image) => known(image.not_exhaustive_category_ids)),
    };
  }

  #annotationTable(images: ImageTable, categoryIndex: ReadonlyMap<number, number>): AnnotationTable {
    const imageIndex = new Map(Array.from(images.ids, (id, index) => [id, index]));
    const rows = this.#rows(imageIndex, categoryIndex);
    const table = {
      length: rows.length,
      ids: new Float64Array(rows.length),
      images: new Int32Array(rows.length),
      categories: new Int32Array(rows.length),
      boxes: new Float64Array(4 * rows.length),
      areas: new Float64Array(rows.length),
      crowds: new Uint8Array(rows.length),
      ignored: new Uint8Array(rows.length),
      segmentations: this.#options.segmentations === true ? ([] as Segmentation[]) : undefined,
    };
    const place: RecordPlace = { file: this.#file, section: 'annotations', index: 0 };
    for (const [row, index] of rows.entries()) {
      place.index = index;
      const record = this.#annotations[index];
      table.ids[row] = integerField(place, record, 'id');
      table.images[row] = imageIndex.get(integerField(place, record, 'image_id')) ?? -1;
      table.categories[row] = categoryIndex.get(integerField(place, record, 'category_id')) ?? -1;
      table.areas[row] = numberField(place, record, 'area');
      table.crowds[row] = this.#flag(place, record, 'iscrowd');
      table.ignored[row] = this.#options.format === 'lvis' ? this.#flag(place, record, 'ignore') : table.crowds[row];
      this.#geometry(place, record, { table, row, images });
    }
    return table;
  }

  #geometry(
    place: RecordPlace,
    record: JsonRecord,
    to: {
      table: { boxes: Float64Array; images: Int32Array; segmentations: Segmentation[] | undefined };
      row: number;
      images: ImageTable;
    },
  ): void {
    const { officialQuirks = false } = this.#options;
    const { table, row, images } = to;
    writeBoxField(place, record, { boxes: table.boxes, at: 4 * row, negative: officialQuirks });
    if (table.segmentations === undefined) return;
    const image = table.images[row];
    const size = { height: images.heights[image], width: images.widths[image] };
    const segmentation = checkSegmentation(place, record, { size, officialQuirks });
    if ('counts' in segmentation) checkRuns(place, record, segmentation);
    table.segmentations.push(segmentation);
  }

  /** Which records become rows; the official code lets some vanish. */
  #rows(imageIndex: ReadonlyMap<number, number>, categoryIndex: ReadonlyMap<number, number>): number[] {
    const { officialQuirks = false } = this.#options;
    const place: RecordPlace = { file: this.#file, section: 'annotations', index: 0 };
    const ids = new Float64Array(this.#annotations.length);
    const rows: number[] = [];
    for (const [index, record] of this.#annotations.entries()) {
      place.index = index;
      ids[index] = integerField(place, record, 'id');
      const image = integerField(place, record, 'image_id');
      const category = integerField(place, record, 'category_id');
      if (imageIndex.has(image) && categoryIndex.has(category)) rows.push(index);
      else if (!officialQuirks) {
        const field = imageIndex.has(image) ? 'category_id' : 'image_id';
        throw recordError(place, record, {
          field,
          expected: `an id of ${field === 'image_id' ? 'images' : 'categories'}`,
          got: record[field],
        });
      }
    }
    return rowsByLastId(rows, ids, { place, records: this.#annotations, lastWins: officialQuirks });
  }

  #flag(place: RecordPlace, record: JsonRecord, field: 'iscrowd' | 'ignore'): 0 | 1 {
    const value = record[field];
    if (
      value === undefined &&
      (field === 'ignore' || this.#options.format === 'lvis' || this.#options.officialQuirks !== true)
    ) {
      return 0;
    }
    if (value === 0 || value === 1 || typeof value === 'boolean') return value === 1 || value === true ? 1 : 0;
    throw recordError(place, record, { field, expected: '0 or 1', got: value });
  }

  #error(field: string, expected: string, got: string): FileFormatError {
    return new FileFormatError({ file: this.#file, field, expected, got });
  }
}

/** LVIS v1 has no `file_name`, but `http://images.cocodataset.org/train2017/000000391895.jpg`. */
function fileOf({ file_name: name, coco_url: url }: JsonImage): string | null {
  const ofUrl = url ? url.split('/').slice(-2).join('/') : null;
  // Exporters leave empty what they do not know.
  return name ? name : ofUrl;
}

function parse<Schema extends z.ZodType>(place: RecordPlace, record: unknown, schema: Schema): z.output<Schema> {
  const result = schema.safeParse(checkRecord(place, record));
  if (result.success) return result.data;
  const { path, message } = result.error.issues[0];
  throw recordError(place, record, {
    field: path.join('.'),
    expected: 'valid',
    got: valueAt(record, path),
    reason: message,
  });
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  if (path.length === 0 || typeof value !== 'object' || value === null) return value;
  return valueAt(Object.entries(value).find(([key]) => key === String(path[0]))?.[1], path.slice(1));
}
