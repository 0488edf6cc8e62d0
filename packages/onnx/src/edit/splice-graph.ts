import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { OnnxModel } from '../model-file/onnx-model.js';
import { addedBytes, type Splice } from './splice.js';

/** Splices of a graph, and that of the length which its file says it has. */
export function spliceGraph({ graphField }: OnnxModel, inner: readonly Splice[]): Splice[] {
  const { number, start, content } = graphField;
  const length = content.end - content.start + addedBytes(inner);
  return [...inner, { start, end: content.start, bytes: messageHead(number, length) }];
}

/** What stands before a message inside another: its field number and its length. */
export function messageHead(number: number, length: number): Uint8Array {
  const head = new BinaryWriter().tag(number, WireType.LengthDelimited).finish();
  const digits: number[] = [];
  // BinaryWriter's lengths end at 2^32: a graph may be longer.
  for (let rest = length; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Uint8Array.from([...head, ...digits, rest]);
    digits.push((rest % 128) + 128);
  }
}

/** A message as a field of another. */
export function messageField(number: number, content: Uint8Array): Uint8Array {
  const head = messageHead(number, content.length);
  const bytes = new Uint8Array(head.length + content.length);
  bytes.set(head);
  bytes.set(content, head.length);
  return bytes;
}
