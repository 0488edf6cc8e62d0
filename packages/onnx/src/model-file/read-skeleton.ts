import { ScalarType, type DescField, type DescMessage } from '@bufbuild/protobuf';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { ByteRange, ByteSource } from './byte-source.js';
import { walkFields, type ProtobufField } from './walk-fields.js';

/** Longer bytes and packed numbers are the data of tensors. A shape or an attribute is far shorter. */
const MOST_DATA_BYTES = 1024;
/** A name may be long; a text of this length is documentation. */
const MOST_TEXT_BYTES = 1 << 16;

/**
 * The bytes of a protobuf message without what is long in it and in the messages inside: the data of tensors. Parsed, it tells the
 * graph, with names, attributes and shapes; it takes the memory of the graph, not of the model.
 *
 * @throws FileFormatError as `walkFields` does
 */
export function readSkeleton(source: ByteSource, schema: DescMessage, range: ByteRange): Uint8Array {
  const writer = new BinaryWriter();
  const fields = new Map(schema.fields.map((field) => [field.number, field]));
  for (const field of walkFields(source, range)) {
    const inner = messageOf(fields.get(field.number));
    if (isShort(field, fields.get(field.number))) writer.raw(Uint8Array.from(source.read(field)));
    else if (inner)
      writer.tag(field.number, WireType.LengthDelimited).bytes(readSkeleton(source, inner, field.content));
  }
  return writer.finish();
}

function isShort({ wireType, content }: ProtobufField, field: DescField | undefined): boolean {
  const length = content.end - content.start;
  return wireType !== 2 || length <= (isText(field) ? MOST_TEXT_BYTES : MOST_DATA_BYTES);
}

function messageOf(field: DescField | undefined): DescMessage | undefined {
  return field?.fieldKind === 'message' || (field?.fieldKind === 'list' && field.listKind === 'message')
    ? field.message
    : undefined;
}

function isText(field: DescField | undefined): boolean {
  return (field?.fieldKind === 'scalar' || field?.fieldKind === 'list') && field.scalar === ScalarType.STRING;
}
