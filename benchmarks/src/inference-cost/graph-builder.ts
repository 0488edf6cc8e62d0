import { createRandom, type Random } from '@disalign/core/random';
import { create, toBinary } from '@bufbuild/protobuf';
import {
  AttributeProto_AttributeType,
  GraphProtoSchema,
  ModelProtoSchema,
  TensorProto_DataType,
  type GraphProto,
} from 'onnx-buf';

/** A number, or a list of integers, or a text. */
type Attribute = number | readonly number[] | string;

interface Convolution {
  readonly inputs: number;
  readonly outputs: number;
  readonly kernel: number;
  readonly stride?: number;
}

/** Builds a graph of ONNX (operators 17) node by node, with weights that a seed draws. */
export class GraphBuilder {
  readonly #graph: GraphProto = create(GraphProtoSchema, { name: 'network' });
  readonly #random: Random;

  constructor(seed: number, input: { readonly name: string; readonly shape: readonly number[] }) {
    this.#random = createRandom(seed);
    this.#graph.input.push(...create(GraphProtoSchema, { input: [valueInfo(input.name, input.shape)] }).input);
  }

  /** Adds a node, and returns the name of what it gives. */
  add(opType: string, inputs: readonly string[], attributes: Readonly<Record<string, Attribute>> = {}): string {
    const output = `${opType}_${this.#graph.node.length}`;
    const attribute = Object.entries(attributes).map(([name, value]) => encodeAttribute(name, value));
    const made = { opType, name: output, input: [...inputs], output: [output], attribute };
    this.#graph.node.push(...create(GraphProtoSchema, { node: [made] }).node);
    return output;
  }

  /** A convolution with bias, as batch normalisation leaves it when it is folded; the size of a map is kept, or divided by the stride. */
  convolution(input: string, { inputs, outputs, kernel, stride = 1 }: Convolution): string {
    const spread = Math.sqrt(6 / (inputs * kernel * kernel));
    const weight = this.#weights([outputs, inputs, kernel, kernel], spread);
    const pad = (kernel - 1) >> 1;
    const attributes = { kernel_shape: [kernel, kernel], strides: [stride, stride], pads: [pad, pad, pad, pad] };
    return this.add('Conv', [input, weight, this.#weights([outputs], 0.1)], attributes);
  }

  /** `features . weight + bias`. */
  dense(input: string, inputs: number, outputs: number): string {
    const weight = this.#weights([outputs, inputs], Math.sqrt(6 / inputs));
    return this.add('Gemm', [input, weight, this.#weights([outputs], 0.1)], { transB: 1 });
  }

  /** A constant, such as the sizes that Resize takes. */
  integers(values: readonly number[]): string {
    return this.#store(TensorProto_DataType.INT64, [values.length], BigInt64Array.from(values, BigInt));
  }

  /** The bytes of the model. */
  model(output: string): Uint8Array {
    this.#graph.output.push(...create(GraphProtoSchema, { output: [{ name: output }] }).output);
    const opsetImport = [{ domain: '', version: 17n }];
    return toBinary(ModelProtoSchema, create(ModelProtoSchema, { irVersion: 8n, opsetImport, graph: this.#graph }));
  }

  /** Uniform in [-spread, spread). */
  #weights(shape: readonly number[], spread: number): string {
    const count = shape.reduce((product, size) => product * size, 1);
    const values = Float32Array.from({ length: count }, () => spread * (2 * this.#random.nextFloat() - 1));
    return this.#store(TensorProto_DataType.FLOAT, shape, values);
  }

  #store(
    dataType: TensorProto_DataType,
    shape: readonly number[],
    values: Float32Array<ArrayBuffer> | BigInt64Array<ArrayBuffer>,
  ): string {
    const name = `constant_${this.#graph.initializer.length}`;
    const rawData = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    const tensor = { name, dataType, dims: shape.map(BigInt), rawData };
    this.#graph.initializer.push(...create(GraphProtoSchema, { initializer: [tensor] }).initializer);
    return name;
  }
}

function encodeAttribute(name: string, value: Attribute) {
  const { INT, INTS, STRING } = AttributeProto_AttributeType;
  if (typeof value === 'number') return { name, type: INT, i: BigInt(value) };
  if (typeof value === 'string') return { name, type: STRING, s: new TextEncoder().encode(value) };
  return { name, type: INTS, ints: value.map(BigInt) };
}

function valueInfo(name: string, shape: readonly number[]) {
  const dim = shape.map((size) => ({ value: { case: 'dimValue' as const, value: BigInt(size) } }));
  const tensorType = { elemType: TensorProto_DataType.FLOAT, shape: { dim } };
  return { name, type: { value: { case: 'tensorType' as const, value: tensorType } } };
}
