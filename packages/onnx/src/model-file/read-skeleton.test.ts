import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { AttributeProtoSchema, GraphProtoSchema, NodeProtoSchema, TensorProtoSchema } from 'onnx-buf';
import { describe, expect, it } from 'vitest';
import { bytesSource } from '../fixtures/bytes-source.js';
import { readSkeleton } from './read-skeleton.js';

const tensor = create(TensorProtoSchema, { name: 'w', dims: [500n, 1n], dataType: 1, rawData: new Uint8Array(2000) });
const graph = create(GraphProtoSchema, {
  name: 'g',
  initializer: [tensor, create(TensorProtoSchema, { name: 'short', dims: [2n], rawData: new Uint8Array(8) })],
  node: [
    create(NodeProtoSchema, {
      opType: 'Constant',
      output: ['c'],
      docString: 'x'.repeat(70_000),
      attribute: [create(AttributeProtoSchema, { name: 'value', t: tensor })],
    }),
  ],
});

describe('readSkeleton', () => {
  it('keeps names, shapes and short data, and leaves long data and long texts out', () => {
    const bytes = toBinary(GraphProtoSchema, graph);
    const skeleton = readSkeleton(bytesSource(bytes), GraphProtoSchema, { start: 0, end: bytes.length });
    expect(skeleton.length).toBeLessThan(200);
    const { initializer, node, name } = fromBinary(GraphProtoSchema, skeleton);
    expect(name).toBe('g');
    expect(initializer.map(({ dims, rawData }) => [dims, rawData.length])).toEqual([
      [[500n, 1n], 0],
      [[2n], 8],
    ]);
    expect(node[0].attribute[0].t?.dims).toEqual([500n, 1n]);
    expect([node[0].docString, node[0].output]).toEqual(['', ['c']]);
  });
});
