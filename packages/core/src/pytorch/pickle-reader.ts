import { FileFormatError } from '../files/file-format-error.js';

/** Reads the numbers and texts of a pickle, in turn. Each read is checked against the bytes that are left. */
export class PickleReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #file: string;
  #at = 0;

  constructor(bytes: Uint8Array, file: string) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#file = file;
  }

  /** Place of the next byte. */
  get at(): number {
    return this.#at;
  }

  /** Whether all bytes were read. */
  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  fail(expected: string, got: string): FileFormatError {
    return new FileFormatError({ file: this.#file, field: `pickle at byte ${this.#at}`, expected, got });
  }

  byte(): number {
    return this.#view.getUint8(this.#skip(1));
  }

  uint16(): number {
    return this.#view.getUint16(this.#skip(2), true);
  }

  int32(): number {
    return this.#view.getInt32(this.#skip(4), true);
  }

  uint32(): number {
    return this.#view.getUint32(this.#skip(4), true);
  }

  uint64(): number {
    return Number(this.#view.getBigUint64(this.#skip(8), true));
  }

  /** Big-endian, as pickles have it. */
  float64(): number {
    return this.#view.getFloat64(this.#skip(8), false);
  }

  bytes(length: number): Uint8Array {
    const start = this.#skip(length);
    return this.#bytes.slice(start, start + length);
  }

  text(length: number): string {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(this.bytes(length));
    } catch (cause) {
      if (cause instanceof FileFormatError) throw cause;
      throw this.fail('a text in UTF-8', 'other bytes');
    }
  }

  /** Up to a line feed, which is passed over. */
  line(): string {
    const end = this.#bytes.indexOf(0x0a, this.#at);
    if (end < 0) throw this.fail('a line', 'the end of the file');
    const text = this.text(end - this.#at);
    this.#at++;
    return text;
  }

  /** Two's complement, little-endian. */
  integer(length: number): number | bigint {
    let value = 0n;
    const bytes = this.bytes(length);
    for (let i = length - 1; i >= 0; i--) value = value * 256n + BigInt(bytes[i]);
    if (length > 0 && bytes[length - 1] >= 0x80) value -= 1n << BigInt(8 * length);
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  }

  #skip(length: number): number {
    const start = this.#at;
    if (!(length <= this.#bytes.length - start)) {
      throw this.fail(`${length} bytes long at least`, `${this.#bytes.length - start} before the end`);
    }
    this.#at += length;
    return start;
  }
}
