import type * as tf from '@tensorflow/tfjs';
import { nodeName, type GraphNode, type GraphTopology } from './graph-node.js';

// K classes, D features.

/** A classifier of a graph. */
export interface GraphClassifier {
  /** The node that gives the logits. */
  readonly node: GraphNode;
  /** Input that is its features. */
  readonly features: string;
  readonly featureSize: number;
  readonly classes: number;
  /** Whether it looks at a map, cell by cell. */
  readonly isMap: boolean;
}

type Weights = ReadonlyMap<string, tf.io.WeightsManifestEntry>;

/** What is passed on the way back from an output: it moves scores about, or makes probabilities of them. */
const passed = new Set(
  'ArgMax,Cast,ExpandDims,Identity,LogSoftmax,Pack,Reshape,ResizeBilinear,Sigmoid,Softmax,Squeeze,TopKV2,Transpose'.split(
    ',',
  ),
);

/** Finds the product with constant weights on the way back from a node, its bias belongs to it; null where there is none. */
export function findGraphClassifier(graph: GraphTopology, weights: Weights, from: string): GraphClassifier | null {
  const nodes = new Map(graph.node.map((node) => [node.name, node]));
  const constant = (input: string): readonly number[] | undefined => {
    const node = nodes.get(nodeName(input));
    if (node?.op === 'Identity') return constant(node.input?.[0] ?? '');
    return node?.op === 'Const' ? weights.get(node.name)?.shape : undefined;
  };
  for (let node = nodes.get(nodeName(from)); node !== undefined;) {
    const product = productOf(node, nodes, constant);
    if (product) return product;
    if (!passed.has(node.op)) return null;
    node = nodes.get(nodeName(node.input?.[0] ?? ''));
  }
  return null;
}

type ShapeOf = (input: string) => readonly number[] | undefined;

/** The classifier whose logits a node gives. */
function productOf(node: GraphNode, nodes: ReadonlyMap<string, GraphNode>, constant: ShapeOf): GraphClassifier | null {
  const [first = '', second = ''] = node.input ?? [];
  switch (node.op) {
    case 'BiasAdd':
    case 'Add':
    case 'AddV2': {
      const before = nodes.get(nodeName(first));
      const product = constant(second)?.length === 1 && before && productOf(before, nodes, constant);
      return product ? { ...product, node } : null;
    }
    case '_FusedMatMul':
    case '_FusedConv2D':
      if (fusedOperations(node).some((name) => name !== 'BiasAdd')) return null;
      return product(node, first, constant(second));
    case 'MatMul':
    case 'Conv2D':
      return product(node, first, constant(second));
    default:
      return null;
  }
}

function product(node: GraphNode, features: string, shape: readonly number[] | undefined): GraphClassifier | null {
  if (shape === undefined) return null;
  if (!node.op.includes('Conv2D')) {
    const isTransposed = hasTrue(node, 'transpose_b');
    const [featureSize, classes] = isTransposed ? [shape[1], shape[0]] : shape;
    return hasTrue(node, 'transpose_a') ? null : { node, features, featureSize, classes, isMap: false };
  }
  const [height, width, featureSize, classes] = shape;
  return height === 1 && width === 1 ? { node, features, featureSize, classes, isMap: true } : null;
}

function hasTrue({ attr }: GraphNode, name: string): boolean {
  const value = attr?.[name];
  return typeof value === 'object' && value !== null && 'b' in value && value.b === true;
}

/** Operations that a fused node does after its product; their names are in base64. */
function fusedOperations({ attr }: GraphNode): string[] {
  const value = attr?.fused_ops;
  if (typeof value !== 'object' || value === null || !('list' in value)) return [];
  const { list } = value;
  if (typeof list !== 'object' || list === null || !('s' in list) || !Array.isArray(list.s)) return [];
  return list.s.map((name) => atob(String(name)));
}
