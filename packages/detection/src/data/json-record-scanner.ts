import { FileFormatError } from '@disalign/core';
import { countWholeRecords } from './count-whole-records.js';

/** Values that stand in a row in a list of the file. */
export interface JsonRecords {
  /** Key of the list at the top of the file; '' where the file is the list itself. */
  readonly section: string;
  /** Place of the first value in its list. */
  readonly start: number;
  readonly records: readonly unknown[];
  /** False for a value that is no list, which then is the only record. */
  readonly isList: boolean;
}

const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a];
const [openList, closeList, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d];

/** No annotation comes near it; a file without an end in sight is refused there. */
const maxRecordBytes = 64 * 2 ** 20;

type State = 'start' | 'key or end' | 'key' | 'colon' | 'value' | 'list' | 'other value' | 'comma or end' | 'end';

/**
 * Finds the values of the lists in a JSON file that is a list, or an object of lists, while the file goes by.
 *
 * Only quotes, brackets and commas are looked at: a run of whole values is handed to `JSON.parse`, which checks the rest. That is
 * five times as fast as parsing token by token in JavaScript, and memory holds a piece of the file and its values.
 */
export class JsonRecordScanner {
  readonly #file: string;
  #buffer = Buffer.alloc(0);
  #at = 0;
  #state: State = 'start';
  #isObject = false;
  readonly #sections = new Set<string>();
  #section = '';
  #pieceStart = 0;
  #lastComma = -1;
  #depth = 0;
  #inString = false;
  #read = 0;
  #lists = 0;

  /** @param file its name, for errors */
  constructor(file: string) {
    this.#file = file;
  }

  /** Takes the next bytes of the file and yields the records that became whole. @throws FileFormatError */
  *push(bytes: Uint8Array): Generator<JsonRecords> {
    this.#buffer = this.#buffer.length === 0 ? Buffer.from(bytes) : Buffer.concat([this.#buffer, bytes]);
    while (this.#at < this.#buffer.length) {
      if (this.#state === 'list' || this.#state === 'other value') {
        const records = this.#scanValues();
        if (records !== undefined) yield records;
      } else if (!this.#scanStructure()) {
        break;
      }
    }
    const done = this.#pieceStart;
    this.#buffer = this.#buffer.subarray(done);
    this.#at -= done;
    this.#lastComma = -1;
    this.#pieceStart = 0;
    if (this.#buffer.length > maxRecordBytes) throw this.#error('at most 64 MiB a record', 'a longer one');
  }

  /** The file has ended. @throws FileFormatError when it was cut off */
  end(): void {
    if (this.#state !== 'end') throw this.#error('whole JSON', `a file that ends before its ${this.#missing()}`);
  }

  #missing(): string {
    if (this.#state === 'start') return 'first value';
    return this.#isObject ? 'closing }' : 'closing ]';
  }

  #error(expected: string, got: string): FileFormatError {
    const inSection = this.#state === 'list' || this.#state === 'other value';
    const field = inSection ? `${nameOf(this.#section)}[${this.#read}]` : 'the file';
    return new FileFormatError({ file: this.#file, field, expected, got });
  }

  /** One step between the values. False when it needs more bytes. */
  #scanStructure(): boolean {
    const byte = this.#buffer[this.#at];
    if (this.#state === 'key') return this.#scanKey();
    if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) {
      this.#pieceStart = ++this.#at;
      return true;
    }
    switch (this.#state) {
      case 'start':
        if (byte !== openList && byte !== openObject) throw this.#error('a JSON list or object', show(byte));
        this.#isObject = byte === openObject;
        if (byte === openList) this.#open('list');
        else this.#step('key or end');
        return true;
      case 'key or end':
        if (byte === closeObject && this.#sections.size === 0) this.#step('end');
        else if (byte === quote) this.#state = 'key';
        else throw this.#error('a key in quotes after { or ,', show(byte));
        return true;
      case 'colon':
        if (byte !== colon) throw this.#error(`a colon after "${this.#section}"`, show(byte));
        this.#step('value');
        return true;
      case 'value':
        if (byte === openList) {
          this.#open('list');
        } else {
          this.#state = 'other value';
          this.#pieceStart = this.#at;
        }
        return true;
      case 'comma or end':
        if (byte === comma) this.#step('key or end');
        else if (byte === closeObject) this.#step('end');
        else throw this.#error('a comma or } after a value', show(byte));
        return true;
      default:
        throw this.#error('one JSON value', `${show(byte)} behind its end`);
    }
  }

  /** Goes on behind the byte at hand. */
  #step(state: State): void {
    this.#state = state;
    this.#pieceStart = ++this.#at;
  }

  #open(state: 'list'): void {
    this.#step(state);
    this.#depth = 0;
    this.#inString = false;
    this.#lastComma = -1;
    this.#read = 0;
    this.#lists = 0;
  }

  #scanKey(): boolean {
    const start = this.#at;
    let end = start + 1;
    while (end < this.#buffer.length && this.#buffer[end] !== quote) end += this.#buffer[end] === backslash ? 2 : 1;
    if (end >= this.#buffer.length) return false;
    const key = this.#parse(start, end + 1);
    this.#section = String(key[0]);
    if (this.#section === '') throw this.#error('keys that are not empty', '""');
    if (this.#sections.has(this.#section)) throw this.#error(`one list "${this.#section}"`, 'two');
    this.#sections.add(this.#section);
    this.#at = end;
    this.#step('colon');
    return true;
  }

  /** Goes through values until the list or the bytes end. */
  #scanValues(): JsonRecords | undefined {
    const buffer = this.#buffer;
    const { length } = buffer;
    const isList = this.#state === 'list';
    let at = this.#at;
    let depth = this.#depth;
    let inString = this.#inString;
    let closed = false;
    for (; at < length; at++) {
      const byte = buffer[at];
      if (inString) {
        if (byte === backslash) at++;
        else if (byte === quote) inString = false;
      } else if (byte === quote) {
        inString = true;
      } else if (byte === comma) {
        if (depth > 0) continue;
        if (isList) this.#lastComma = at;
        else closed = true;
      } else if (byte === openObject || byte === openList) {
        depth++;
      } else if (byte === closeObject || byte === closeList) {
        if (depth === 0) closed = true;
        else depth--;
      }
      if (closed) break;
    }
    this.#at = at;
    this.#depth = depth;
    this.#inString = inString;
    if (isList) return closed ? this.#closeList() : this.#takePiece(this.#lastComma);
    return closed ? this.#closeValue() : undefined;
  }

  /** The whole values before the comma at `end`. */
  #takePiece(end: number): JsonRecords | undefined {
    if (end < this.#pieceStart) return undefined;
    const start = this.#read;
    const records = this.#parse(this.#pieceStart, end);
    if (records.length === 0) throw this.#error('a value before each comma', 'none');
    this.#read += records.length;
    this.#lists++;
    this.#pieceStart = end + 1;
    return { section: this.#section, start, records, isList: true };
  }

  #closeList(): JsonRecords {
    if (this.#buffer[this.#at] !== closeList) throw this.#error('a list that ends with ]', '}');
    const start = this.#read;
    const records = this.#parse(this.#pieceStart, this.#at);
    if (records.length === 0 && this.#lists > 0) throw this.#error('a value behind each comma', 'none');
    this.#read += records.length;
    this.#step(this.#isObject ? 'comma or end' : 'end');
    return { section: this.#section, start, records, isList: true };
  }

  #closeValue(): JsonRecords {
    if (this.#buffer[this.#at] === closeList) throw this.#error('a value', ']');
    this.#read = 0;
    const records = this.#parse(this.#pieceStart, this.#at);
    if (records.length !== 1) throw this.#error('one value', `${records.length}`);
    this.#state = 'comma or end';
    this.#pieceStart = this.#at;
    return { section: this.#section, start: 0, records, isList: false };
  }

  #parse(start: number, end: number): unknown[] {
    const text = this.#buffer.toString('utf8', start, end);
    try {
      const records: unknown = JSON.parse(`[${text}]`);
      // Always a list: no bracket of the text closes more than it opened.
      return Array.isArray(records) ? records : [];
    } catch (cause) {
      this.#read += countWholeRecords(text);
      const got = cause instanceof Error ? cause.message : String(cause);
      throw new FileFormatError(
        { file: this.#file, field: `${nameOf(this.#section)}[${this.#read}]`, expected: 'JSON', got: clip(got) },
        { cause },
      );
    }
  }
}

/** How errors call a list. */
export function nameOf(section: string): string {
  return section === '' ? 'record' : section.slice(0, 40);
}

function show(byte: number): string {
  return JSON.stringify(String.fromCharCode(byte));
}

/** V8 quotes the text around an error, which may hold line breaks. */
function clip(message: string): string {
  return JSON.stringify(message.slice(0, 120)).slice(1, -1);
}
