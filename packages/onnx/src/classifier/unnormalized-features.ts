import type { GraphIndex } from '../graph/graph-index.js';

/** What exporters write for the length of a vector, from `torch.nn.functional.normalize` and by hand: all that is in the first input … */
const lengthSteps = new Set(
  'Abs Cast Clip Expand Identity Pow ReduceL2 ReduceSum ReduceSumSquare Sqrt Unsqueeze'.split(' '),
);
/** … and what takes two. */
const pairSteps = new Set(['Add', 'Max', 'Mul']);
const MOST_NODES = 16;

/**
 * The features x of a cosine classifier, which reads `x / |x|` or `s x / |x|`; null where the tensor is not such a quotient.
 */
export function unnormalizedFeatures(index: GraphIndex, features: string): string | null {
  const node = index.producers.get(features);
  if (node === undefined) return null;
  if (node.opType === 'LpNormalization') return node.input[0];
  if (node.opType === 'Cast') return unnormalizedFeatures(index, node.input[0]);
  if (node.opType === 'Mul') {
    const [left, right] = node.input;
    if (index.constants.has(right)) return unnormalizedFeatures(index, left);
    if (index.constants.has(left)) return unnormalizedFeatures(index, right);
    return null;
  }
  return node.opType === 'Div' && isLengthOf(index, node.input[1], node.input[0]) ? node.input[0] : null;
}

/** Whether a tensor is computed of `vector` alone, by the steps of a length with a sum among them. */
function isLengthOf(index: GraphIndex, length: string, vector: string): boolean {
  const pending = [length];
  let sums = false;
  for (let nodes = 0; pending.length > 0; nodes++) {
    const tensor = pending.pop() ?? '';
    if (tensor === '' || tensor === vector || index.constants.has(tensor)) continue;
    const node = index.producers.get(tensor);
    if (node === undefined || nodes === MOST_NODES) return false;
    sums ||= node.opType.startsWith('Reduce');
    if (pairSteps.has(node.opType)) pending.push(...node.input);
    else if (lengthSteps.has(node.opType)) pending.push(node.input[0]);
    else return false;
  }
  return sums;
}
