import { create } from '@bufbuild/protobuf';
import {
  AttributeProto_AttributeType,
  AttributeProtoSchema,
  NodeProtoSchema,
  TensorProto_DataType,
  TensorProtoSchema,
  type AttributeProto,
  type NodeProto,
} from 'onnx-buf';

/** The names and types that new nodes keep to. */
export interface NodeNames {
  /** Beginning of every name that is made. */
  readonly prefix: string;
  /** `TensorProto.DataType` that is computed in, of every constant. */
  readonly computed: TensorProto_DataType;
}

/**
 * Nodes of a graph in their order, each named as the one tensor that it makes. Constants are nodes too: before IR version 4 every stored
 * tensor would have to be an input of the model.
 */
export class NodeList {
  readonly nodes: NodeProto[] = [];
  readonly computed: TensorProto_DataType;
  private readonly prefix: string;

  constructor({ prefix, computed }: NodeNames) {
    this.prefix = prefix;
    this.computed = computed;
  }

  /** @returns the name of the tensor that the new node makes */
  add(opType: string, name: string, input: string[], attribute: AttributeProto[] = []): string {
    const output = `${this.prefix}/${name}`;
    this.nodes.push(create(NodeProtoSchema, { opType, name: output, input, output: [output], attribute }));
    return output;
  }

  constant(name: string, shape: readonly number[], values: ArrayLike<number>): string {
    const isDouble = this.computed === TensorProto_DataType.DOUBLE;
    const t = create(TensorProtoSchema, {
      dims: shape.map(BigInt),
      dataType: this.computed,
      rawData: littleEndian(values, isDouble ? 8 : 4),
    });
    return this.add('Constant', name, [], [attribute('value', AttributeProto_AttributeType.TENSOR, { t })]);
  }

  scalar(name: string, value: number): string {
    return this.constant(name, [], [value]);
  }

  cast(name: string, tensor: string, type: TensorProto_DataType): string {
    return this.add('Cast', name, [tensor], [attribute('to', AttributeProto_AttributeType.INT, { i: BigInt(type) })]);
  }
}

function attribute(
  name: string,
  type: AttributeProto_AttributeType,
  value: Partial<Pick<AttributeProto, 't' | 'i'>>,
): AttributeProto {
  return create(AttributeProtoSchema, { name, type, ...value });
}

function littleEndian(values: ArrayLike<number>, width: 4 | 8): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(values.length * width);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < values.length; i++) {
    if (width === 8) view.setFloat64(8 * i, values[i], true);
    else view.setFloat32(4 * i, values[i], true);
  }
  return bytes;
}
