import { create, toBinary } from '@bufbuild/protobuf';
import {
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  StringStringEntryProtoSchema,
  ValueInfoProtoSchema,
  type NodeProto,
  type ValueInfoProto,
} from 'onnx-buf';
import type { OnnxModel } from '../model-file/onnx-model.js';
import { walkFields, type ProtobufField } from '../model-file/walk-fields.js';
import { messageField } from './splice-graph.js';
import type { Splice } from './splice.js';

/** Nodes after another: a graph lists each node behind those it reads from. */
export function insertNodes(after: ProtobufField, nodes: readonly NodeProto[]): Splice {
  const { number } = GraphProtoSchema.field.node;
  return insertAt(
    after.end,
    nodes.map((node) => messageField(number, toBinary(NodeProtoSchema, node))),
  );
}

/** Outputs behind those of a graph. */
export function appendOutputs({ graphField }: OnnxModel, outputs: readonly ValueInfoProto[]): Splice {
  const { number } = GraphProtoSchema.field.output;
  return insertAt(
    graphField.content.end,
    outputs.map((output) => messageField(number, toBinary(ValueInfoProtoSchema, output))),
  );
}

/** Metadata behind all else in a model. */
export function appendMetadata({ source }: OnnxModel, metadata: Readonly<Record<string, string>>): Splice {
  const { number } = ModelProtoSchema.field.metadataProps;
  return insertAt(
    source.size,
    Object.entries(metadata).map(([key, value]) =>
      messageField(
        number,
        toBinary(StringStringEntryProtoSchema, create(StringStringEntryProtoSchema, { key, value })),
      ),
    ),
  );
}

/** The fields of a graph that are its nodes, in the order of `graph.node`. */
export function nodeFields({ source, graphField }: OnnxModel): ProtobufField[] {
  const { number } = GraphProtoSchema.field.node;
  return [...walkFields(source, graphField.content)].filter((field) => field.number === number);
}

function insertAt(at: number, parts: readonly Uint8Array[]): Splice {
  return { start: at, end: at, bytes: Uint8Array.from(Buffer.concat(parts)) };
}
