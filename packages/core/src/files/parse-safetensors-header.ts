import { z } from 'zod';
import { bytesPerElement } from './bytes-per-element.js';
import { countElements } from './count-elements.js';
import { FileFormatError } from './file-format-error.js';
import { findDuplicateKey } from './find-duplicate-key.js';
import { tensorDtypes, type TensorDtype } from './stored-tensor.js';

/** Where a tensor lies in a safetensors file. */
export interface SafetensorsEntry {
  readonly dtype: TensorDtype;
  readonly shape: readonly number[];
  /** First byte and byte behind the last, counted from the start of the data (behind the header). */
  readonly begin: number;
  readonly end: number;
}

export interface SafetensorsHeader {
  /** In the order of the file's header. */
  readonly entries: ReadonlyMap<string, SafetensorsEntry>;
  readonly metadata: Readonly<Record<string, string>>;
}

const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const entrySchema = z.object({
  dtype: z.enum(tensorDtypes),
  shape: z.array(count),
  data_offsets: z.tuple([count, count]),
});

/**
 * Reads the JSON header of a safetensors file and checks every rule of the format that it can break.
 *
 * @param json the header's bytes, without the eight of its length
 * @param dataLength bytes behind the header
 * @param file name for the error text
 * @throws FileFormatError for broken UTF-8 or JSON, duplicate keys, unknown dtypes, shapes that do not fit their span,
 * spans that overlap, leave holes or do not cover the data, metadata that is not a map of strings
 */
export function parseSafetensorsHeader(json: Uint8Array, dataLength: number, file: string): SafetensorsHeader {
  const fields = parseJsonObject(json, file);
  const entries = new Map<string, SafetensorsEntry>();
  let metadata: Readonly<Record<string, string>> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (name === '__metadata__') metadata = checkMetadata(value, file);
    else entries.set(name, checkEntry(name, value, file));
  }
  checkCover(entries, dataLength, file);
  return { entries, metadata };
}

function parseJsonObject(bytes: Uint8Array, file: string): object {
  const fail = (expected: string, got: string, cause?: unknown) =>
    new FileFormatError({ file, field: 'header', expected, got }, { cause });
  if (bytes[0] !== 0x7b)
    throw fail("a JSON object that begins with '{'", bytes.length === 0 ? 'nothing' : `byte ${bytes[0]}`);
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw fail('UTF-8', 'bytes that are not', cause);
  }
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw fail('JSON', 'text that is not', cause);
  }
  const duplicate = findDuplicateKey(text);
  if (duplicate !== undefined) throw fail('a JSON object without duplicate keys', `${shorten(duplicate)} twice`);
  if (typeof value !== 'object' || value === null) throw fail('a JSON object', typeof value);
  return value;
}

function checkEntry(name: string, value: unknown, file: string): SafetensorsEntry {
  const field = `tensor ${shorten(name)}`;
  const parsed = entrySchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = issue.path.map((key) => `.${String(key)}`).join('');
    throw new FileFormatError({ file, field: field + path, expected: 'as the format has it', got: issue.message });
  }
  const { dtype, shape } = parsed.data;
  const [begin, end] = parsed.data.data_offsets;
  const elements = countElements(shape);
  if (elements === undefined || end - begin !== elements * bytesPerElement(dtype)) {
    const expected = `the ${dtype} elements of shape [${shorten(shape.join())}]`;
    throw new FileFormatError({ file, field: `${field}.data_offsets`, expected, got: `${begin}..${end}` });
  }
  return { dtype, shape, begin, end };
}

function checkMetadata(value: unknown, file: string): Readonly<Record<string, string>> {
  const expected = 'a map of strings to strings';
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new FileFormatError({
      file,
      field: '__metadata__',
      expected,
      got: Array.isArray(value) ? 'an array' : value === null ? 'null' : typeof value,
    });
  }
  for (const [key, text] of Object.entries(value)) {
    if (typeof text === 'string') continue;
    throw new FileFormatError({ file, field: `__metadata__ ${shorten(key)}`, expected: 'a string', got: typeof text });
  }
  return Object.fromEntries(Object.entries(value));
}

/** In the order of their offsets each tensor begins where the one before ends: no overlap, no hole, nothing left. */
function checkCover(entries: ReadonlyMap<string, SafetensorsEntry>, dataLength: number, file: string): void {
  const ordered = [...entries].sort(([, a], [, b]) => a.begin - b.begin || a.end - b.end);
  let covered = 0;
  for (const [name, { begin, end }] of ordered) {
    if (begin !== covered || end > dataLength) {
      throw new FileFormatError({
        file,
        field: `tensor ${shorten(name)}.data_offsets`,
        expected: `a span from ${covered} on, inside the ${dataLength} bytes of data, without overlap or hole`,
        got: `${begin}..${end}`,
      });
    }
    covered = end;
  }
  if (covered !== dataLength) {
    throw new FileFormatError({
      file,
      field: 'data',
      expected: `${covered} bytes, those of its tensors`,
      got: `${dataLength}`,
    });
  }
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
