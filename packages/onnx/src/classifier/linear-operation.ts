import { TensorProto_DataType, type NodeProto } from 'onnx-buf';
import type { GraphIndex } from '../graph/graph-index.js';
import { integerAttribute, integersAttribute } from '../graph/node-attributes.js';

// K classes, D features.

/** Where the classes lie in logits: on the last axis, or on the second ([N, K, height, width]). */
export type ClassAxis = 'last' | 'second';

/** A product of features with constant weights of K classes. */
export interface LinearOperation {
  readonly node: NodeProto;
  /** Its input tensor of features. */
  readonly features: string;
  readonly featureSize: number;
  readonly classes: number;
  readonly classAxis: ClassAxis;
  /** Dimensions of features and logits; null where the graph does not say. */
  readonly rank: number | null;
  /** `TensorProto.DataType` of what it gives; null where the graph does not say. */
  readonly elementType: number | null;
  /** Where features are whole numbers: the tensors that DequantizeLinear makes real ones of, features, scale and zero point. */
  readonly dequantize: readonly string[] | null;
}

/** The product that makes a tensor; null where its node is none with constant weights. */
export function linearOperation(index: GraphIndex, tensor: string): LinearOperation | null {
  const node = index.producers.get(tensor);
  switch (node?.opType) {
    case 'Gemm':
      return gemm(index, node, { weights: 1 });
    case 'MatMul':
      return matMul(index, node, { weights: 1 });
    case 'Conv':
      return pointConvolution(index, node, { weights: 1 });
    case 'MatMulInteger':
      return dynamicallyQuantized(index, node);
    default:
      return null;
  }
}

/** The product whose quantised result a DequantizeLinear reads. Its inputs begin with features, scale and zero point, and so for the weights. */
export function quantizedOperation(index: GraphIndex, dequantize: NodeProto): LinearOperation | null {
  const node = index.producers.get(dequantize.input[0]);
  if (node === undefined) return null;
  const match = quantizedKinds[node.opType]?.(index, node, { weights: 3 });
  if (!match) return null;
  const { elementType = null } = index.constants.get(dequantize.input[1]) ?? {};
  return { ...match, elementType, dequantize: node.input.slice(0, 3).filter((tensor) => tensor !== '') };
}

type Matcher = (index: GraphIndex, node: NodeProto, inputs: { weights: number }) => LinearOperation | null;

const quantizedKinds: Readonly<Record<string, Matcher | undefined>> = {
  QGemm: gemm,
  QLinearMatMul: matMul,
  QLinearConv: pointConvolution,
};

/** Of a node that reads its features first. */
function operationOf(
  node: NodeProto,
  { elementType }: Pick<LinearOperation, 'elementType'>,
  sizes: Pick<LinearOperation, 'featureSize' | 'classes' | 'classAxis' | 'rank'>,
): LinearOperation {
  return { node, features: node.input[0], ...sizes, elementType, dequantize: null };
}

function gemm(index: GraphIndex, node: NodeProto, { weights }: { weights: number }): LinearOperation | null {
  const weight = index.constants.get(node.input[weights]);
  if (weight?.shape?.length !== 2 || integerAttribute(node, 'transA', 0) !== 0) return null;
  const [rows, columns] = weight.shape;
  const [classes, featureSize] = integerAttribute(node, 'transB', 0) === 0 ? [columns, rows] : [rows, columns];
  return operationOf(node, weight, { featureSize, classes, classAxis: 'last', rank: 2 });
}

function matMul(index: GraphIndex, node: NodeProto, { weights }: { weights: number }): LinearOperation | null {
  const weight = index.constants.get(node.input[weights]);
  if (weight?.shape?.length !== 2) return null;
  const [featureSize, classes] = weight.shape;
  return operationOf(node, weight, { featureSize, classes, classAxis: 'last', rank: null });
}

/** A convolution that looks at one place at a time. */
function pointConvolution(
  index: GraphIndex,
  node: NodeProto,
  { weights }: { weights: number },
): LinearOperation | null {
  const weight = index.constants.get(node.input[weights]);
  if (!weight?.shape || weight.shape.length < 3) return null;
  const [classes, featureSize, ...kernel] = weight.shape;
  const moves = [...(integersAttribute(node, 'strides') ?? []), ...kernel].some((size) => size !== 1);
  const pads = integersAttribute(node, 'pads')?.some((size) => size !== 0);
  if (moves || pads || integerAttribute(node, 'group', 1) !== 1) return null;
  return operationOf(node, weight, { featureSize, classes, classAxis: 'second', rank: weight.shape.length });
}

/** MatMulInteger of features that were quantised on the way, as onnxruntime's dynamic quantisation writes it. */
function dynamicallyQuantized(index: GraphIndex, node: NodeProto): LinearOperation | null {
  const match = matMul(index, node, { weights: 1 });
  const quantize = match && index.producers.get(match.features);
  if (!match || quantize?.opType !== 'DynamicQuantizeLinear') return null;
  return { ...match, features: quantize.input[0], elementType: TensorProto_DataType.FLOAT };
}
