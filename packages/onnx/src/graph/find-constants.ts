import { TensorProto_DataType, type GraphProto, type NodeProto } from 'onnx-buf';
import { attributeOf, integerAttribute, integersAttribute } from './node-attributes.js';

/** A tensor that is the same for every input. */
export interface ConstantTensor {
  /** null where it takes the data of other constants to know. */
  readonly shape: readonly number[] | null;
  /** A `TensorProto.DataType` of ONNX; null where it is not known. */
  readonly elementType: number | null;
}

/**
 * The tensors that depend on stored ones alone (a weight that is transposed, cast, dequantised, normalised), and what is known of them
 * without reading data. A graph lists each node behind those it reads from.
 */
export function findConstants(graph: GraphProto): Map<string, ConstantTensor> {
  const constants = new Map<string, ConstantTensor>();
  for (const { name, dims, dataType } of graph.initializer) {
    constants.set(name, { shape: dims.map(Number), elementType: dataType });
  }
  for (const node of graph.node) {
    const constant = node.opType === 'Constant' ? storedInNode(node) : computedBy(node, constants);
    if (constant === null) continue;
    for (const output of node.output) constants.set(output, constant);
  }
  return constants;
}

function computedBy(node: NodeProto, constants: ReadonlyMap<string, ConstantTensor>): ConstantTensor | null {
  const names = node.input.filter((name) => name !== '');
  const inputs = names.flatMap((name) => constants.get(name) ?? []);
  // A branch or a loop may read any tensor of the graph around it.
  const hasGraph = node.attribute.some(({ g, graphs }) => g !== undefined || graphs.length > 0);
  if (inputs.length < names.length || inputs.length === 0 || hasGraph) return null;
  return computed(node, inputs);
}

function storedInNode(node: NodeProto): ConstantTensor {
  const tensor = attributeOf(node, 'value')?.t;
  if (tensor) return { shape: tensor.dims.map(Number), elementType: tensor.dataType };
  const floats = attributeOf(node, 'value_floats')?.floats;
  if (floats) return { shape: [floats.length], elementType: TensorProto_DataType.FLOAT };
  return { shape: [], elementType: attributeOf(node, 'value_float') ? TensorProto_DataType.FLOAT : null };
}

/** Operations that keep the shape of their first input. */
const elementwise = new Set([
  'Identity',
  'Abs',
  'Clip',
  'LpNormalization',
  'Neg',
  'QuantizeLinear',
  'Reciprocal',
  'Sqrt',
]);
const broadcasting = new Set(['Add', 'Div', 'Max', 'Min', 'Mul', 'Pow', 'Sub']);

function computed(node: NodeProto, inputs: readonly ConstantTensor[]): ConstantTensor {
  const [first] = inputs;
  switch (node.opType) {
    case 'Cast':
      return { shape: first.shape, elementType: integerAttribute(node, 'to', 0) };
    case 'DequantizeLinear':
      return { shape: first.shape, elementType: inputs[1]?.elementType ?? null };
    case 'Transpose':
      return { ...first, shape: first.shape && transposed(first.shape, integersAttribute(node, 'perm')) };
    default:
      if (elementwise.has(node.opType)) return first;
      if (broadcasting.has(node.opType)) return { ...first, shape: broadcast(inputs.map(({ shape }) => shape)) };
      return { ...first, shape: null };
  }
}

function transposed(shape: readonly number[], order: readonly number[] | undefined): number[] {
  return order ? order.map((axis) => shape[axis]) : shape.toReversed();
}

/** A shape that is not known (an Expand to that of its neighbour) is taken to fit the others. */
function broadcast(shapes: readonly (readonly number[] | null)[]): number[] | null {
  const known = shapes.filter((shape) => shape !== null);
  if (known.length === 0) return null;
  const rank = Math.max(...known.map(({ length }) => length));
  return Array.from({ length: rank }, (_, axis) =>
    Math.max(...known.map((shape) => shape[axis - rank + shape.length] ?? 1)),
  );
}
