import { FileFormatError } from '@disalign/core';
import { nameOf } from './json-record-scanner.js';

/** Where a record stands: file, list and place in it. */
export interface RecordPlace {
  readonly file: string;
  readonly section: string;
  index: number;
}

/** A record of a JSON file, its fields unchecked. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** What is wrong with a field of a record. */
interface RecordProblem {
  /** '' for the record itself. */
  readonly field: string;
  readonly expected: string;
  readonly got: unknown;
  /** More about what is wrong with it. */
  readonly reason?: string;
}

/** The error about a field of a record: `annotations[7] (id 12) bbox must be X, got Y`. */
export function recordError(place: RecordPlace, record: unknown, problem: RecordProblem): FileFormatError {
  const id = isRecord(record) && Number.isFinite(record.id) ? ` (id ${String(record.id)})` : '';
  const field = `${nameOf(place.section)}[${place.index}]${id}${problem.field === '' ? '' : ` ${problem.field}`}`;
  const reason = problem.reason === undefined ? '' : `: ${problem.reason}`;
  const got = `${describe(problem.got)}${reason}`;
  return new FileFormatError({ file: place.file, field, expected: problem.expected, got });
}

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws FileFormatError unless it is an object */
export function checkRecord(place: RecordPlace, value: unknown): JsonRecord {
  if (isRecord(value)) return value;
  throw recordError(place, value, { field: '', expected: 'an object', got: value });
}

/** A whole number in the range that a double holds exactly. */
export function integerField(place: RecordPlace, record: JsonRecord, field: string): number {
  const value = record[field];
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw recordError(place, record, { field, expected: 'a whole number', got: value });
}

/** A finite number. */
export function numberField(place: RecordPlace, record: JsonRecord, field: string): number {
  const value = record[field];
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw recordError(place, record, { field, expected: 'a finite number', got: value });
}

/** Corners then are far inside of what polygons may have. */
const maxBoxNumber = 1e8;

/** Writes `bbox`, four numbers, to `boxes` from `at` on. */
export function writeBoxField(
  place: RecordPlace,
  record: JsonRecord,
  to: { readonly boxes: Float64Array; readonly at: number; readonly negative: boolean },
): void {
  const box = record.bbox;
  if (!Array.isArray(box) || box.length !== 4) {
    throw recordError(place, record, { field: 'bbox', expected: 'four numbers x, y, width, height', got: box });
  }
  for (let i = 0; i < 4; i++) {
    const value: unknown = box[i];
    if (typeof value !== 'number' || !(Math.abs(value) <= maxBoxNumber)) {
      throw recordError(place, record, { field: 'bbox', expected: 'four numbers within +-1e8', got: box });
    }
    if (i > 1 && value < 0 && !to.negative) {
      throw recordError(place, record, { field: 'bbox', expected: 'of a width and height from 0', got: box });
    }
    to.boxes[to.at + i] = value;
  }
}

/** The value in short, for an error: how it looks in JSON. */
function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return String(value);
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 60));
  if (Array.isArray(value)) {
    const items = value
      .slice(0, 6)
      .map((item: unknown) => (Array.isArray(item) || isRecord(item) ? '…' : describe(item)));
    return `[${items.join(', ')}${value.length > 6 ? ', …' : ''}]`;
  }
  return `an object of ${Object.keys(value).slice(0, 6).join(', ').slice(0, 80) || 'nothing'}`;
}
