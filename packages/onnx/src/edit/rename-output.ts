import { NodeProtoSchema } from 'onnx-buf';
import type { OnnxModel } from '../model-file/onnx-model.js';
import { walkFields, type ProtobufField } from '../model-file/walk-fields.js';
import { messageField, messageHead } from './splice-graph.js';
import { addedBytes, type Splice } from './splice.js';

const text = { encode: new TextEncoder(), decode: new TextDecoder() };

/**
 * Gives an output of a node another name; every other byte of the node stays.
 *
 * @param node field of the graph that is the node
 */
export function renameOutput({ source }: OnnxModel, node: ProtobufField, from: string, to: string): Splice[] {
  const { output } = NodeProtoSchema.field;
  const inner = [...walkFields(source, node.content)]
    .filter(({ number, content }) => number === output.number && text.decode.decode(source.read(content)) === from)
    .map(({ start, end }) => ({ start, end, bytes: messageField(output.number, text.encode.encode(to)) }));
  const length = node.content.end - node.content.start + addedBytes(inner);
  return [...inner, { start: node.start, end: node.content.start, bytes: messageHead(node.number, length) }];
}
