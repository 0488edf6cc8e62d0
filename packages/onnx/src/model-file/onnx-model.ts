import { fromBinary } from '@bufbuild/protobuf';
import { FileFormatError } from '@disalign/core';
import { ModelProtoSchema, type GraphProto, type ModelProto } from 'onnx-buf';
import type { ByteSource } from './byte-source.js';
import { readSkeleton } from './read-skeleton.js';
import { walkFields, type ProtobufField } from './walk-fields.js';

/** A model in a file: its graph in memory, the data of its tensors where they lie. */
export interface OnnxModel {
  readonly source: ByteSource;
  /** Without what is long in it, so never to be written. */
  readonly proto: ModelProto;
  readonly graph: GraphProto;
  /** Where the graph lies in the file. */
  readonly graphField: ProtobufField;
  /** Version of the operators of ONNX. */
  readonly opset: number;
}

/**
 * Reads the graph of an ONNX model.
 *
 * @throws FileFormatError where the bytes are no whole ONNX model
 */
export function readOnnxModel(source: ByteSource): OnnxModel {
  const whole = { start: 0, end: source.size };
  try {
    const proto = fromBinary(ModelProtoSchema, readSkeleton(source, ModelProtoSchema, whole));
    const graphFields = [...walkFields(source, whole)].filter(isGraph);
    const opset = proto.opsetImport.find(({ domain }) => domain === '' || domain === 'ai.onnx');
    if (proto.graph === undefined || graphFields.length !== 1 || opset === undefined) {
      throw notOnnx(source, `${graphFields.length} graphs and ${proto.opsetImport.length} operator sets`);
    }
    return { source, proto, graph: proto.graph, graphField: graphFields[0], opset: Number(opset.version) };
  } catch (cause) {
    if (cause instanceof FileFormatError && cause.problem.field === 'file') throw cause;
    if (cause instanceof Error && 'syscall' in cause) throw cause;
    throw notOnnx(source, reasonOf(cause), cause);
  }
}

function isGraph({ number, wireType }: ProtobufField): boolean {
  return number === ModelProtoSchema.field.graph.number && wireType === 2;
}

function notOnnx({ file }: ByteSource, got: string, cause?: unknown): FileFormatError {
  return new FileFormatError({ file, field: 'file', expected: 'a whole ONNX model', got }, { cause });
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof FileFormatError)) return cause instanceof Error ? cause.message : String(cause);
  const { field, expected, got } = cause.problem;
  return `one whose ${field} is not ${expected}: ${got}`;
}
