import { FileFormatError } from '@disalign/core';
import type { ByteRange, ByteSource } from './byte-source.js';

/** One field of a protobuf message: where it lies, and where its content does. */
export interface ProtobufField extends ByteRange {
  readonly number: number;
  /** 0 varint, 1 eight bytes, 2 length and content, 5 four bytes. */
  readonly wireType: number;
  /** Its content; that of a message is the message. */
  readonly content: ByteRange;
}

/** The longest varint of protobuf, 64 bits in groups of seven. */
const MOST_VARINT_BYTES = 10;

/**
 * Walks the fields of a protobuf message without reading what they hold.
 *
 * @see https://protobuf.dev/programming-guides/encoding/
 * @throws FileFormatError where the bytes are no protobuf message, or end within a field
 */
export function* walkFields(source: ByteSource, { start, end }: ByteRange): Generator<ProtobufField> {
  for (let at = start; at < end;) {
    const tag = readVarint(source, { start: at, end });
    const field = { start: at, number: Math.floor(tag.value / 8), wireType: tag.value % 8 };
    if (field.number === 0) throw broken(source, at, 'a field of protobuf', `field number 0`);
    const content = contentOf(source, field, { start: tag.end, end });
    if (content.end > end) {
      throw broken(
        source,
        at,
        `within its message, which ends at ${end}`,
        `one to ${content.end}; the file may be cut off`,
      );
    }
    yield { ...field, end: content.end, content };
    at = content.end;
  }
}

function contentOf(source: ByteSource, field: { start: number; wireType: number }, rest: ByteRange): ByteRange {
  switch (field.wireType) {
    case 0:
      return { start: rest.start, end: readVarint(source, rest).end };
    case 1:
      return { start: rest.start, end: rest.start + 8 };
    case 2: {
      const { value, end } = readVarint(source, rest);
      return { start: end, end: end + value };
    }
    case 5:
      return { start: rest.start, end: rest.start + 4 };
    default:
      throw broken(source, field.start, 'of wire type 0, 1, 2 or 5', `${field.wireType}`);
  }
}

/** Numbers beyond 2^53 lose digits: they stand in contents, never in tags or lengths that fit the file. */
function readVarint(source: ByteSource, { start, end }: ByteRange): { value: number; end: number } {
  const bytes = source.read({ start, end: Math.min(end, start + MOST_VARINT_BYTES) });
  let value = 0;
  for (let i = 0; i < bytes.length; i++) {
    value += (bytes[i] & 0x7f) * 2 ** (7 * i);
    if (bytes[i] < 0x80) return { value, end: start + i + 1 };
  }
  throw broken(
    source,
    start,
    'a number',
    bytes.length < MOST_VARINT_BYTES ? 'the end of its message' : 'one without end',
  );
}

function broken(source: ByteSource, at: number, expected: string, got: string): FileFormatError {
  return new FileFormatError({ file: source.file, field: `field at byte ${at}`, expected, got });
}
