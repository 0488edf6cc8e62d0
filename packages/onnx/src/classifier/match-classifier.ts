import type { NodeProto } from 'onnx-buf';
import type { GraphIndex } from '../graph/graph-index.js';
import { linearOperation, quantizedOperation, type LinearOperation } from './linear-operation.js';

const affineSteps = new Set(['Add', 'Div', 'Mul', 'Sub']);

/**
 * The classifier whose logits a tensor is: a product with constant weights, and what belongs to it: constants that are added (the bias) or
 * multiplied (the scale of a cosine head), quantising and dequantising. null where it is none.
 */
export function matchClassifier(index: GraphIndex, tensor: string): LinearOperation | null {
  const product = linearOperation(index, tensor);
  if (product?.node.opType === 'MatMulInteger') return null; // whole numbers: the logits come further on
  if (product) return product;
  const node = index.producers.get(tensor);
  if (node === undefined) return null;
  if (node.opType === 'DequantizeLinear') return matchDequantized(index, node);
  if (!affineSteps.has(node.opType)) return null;
  const [left, right] = node.input;
  if (index.constants.has(right)) return matchClassifier(index, left);
  if (index.constants.has(left)) return matchClassifier(index, right);
  return node.opType === 'Mul' ? matchScaledIntegers(index, node) : null;
}

function matchDequantized(index: GraphIndex, node: NodeProto): LinearOperation | null {
  const quantize = index.producers.get(node.input[0]);
  if (quantize?.opType === 'QuantizeLinear') return matchClassifier(index, quantize.input[0]);
  return quantizedOperation(index, node);
}

/** `Cast(MatMulInteger) * scale`, whose scale depends on the features. */
function matchScaledIntegers(index: GraphIndex, node: NodeProto): LinearOperation | null {
  for (const input of node.input) {
    const cast = index.producers.get(input);
    if (cast?.opType !== 'Cast') continue;
    const product = linearOperation(index, cast.input[0]);
    if (product?.node.opType === 'MatMulInteger') return product;
  }
  return null;
}
