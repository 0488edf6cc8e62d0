import { nodeName, type GraphIndex } from '../graph/graph-index.js';
import type { ClassifierCandidate } from './classifier-candidate.js';
import { elementTypeName } from './element-type-name.js';
import type { LinearOperation } from './linear-operation.js';
import { matchClassifier } from './match-classifier.js';
import { unnormalizedFeatures } from './unnormalized-features.js';

/** What a search found, and where it ended without finding. */
export interface ClassifierSearch {
  readonly candidates: readonly ClassifierCandidate[];
  /** Nodes and inputs at which the way back from an output ended. */
  readonly dead: readonly string[];
}

/** Operations that move, scale or choose scores without mixing classes and features; the scores are their first input. */
const passed = new Set(
  (
    'ArgMax Cast Clip DequantizeLinear Dropout Exp Expand Flatten Gather GatherElements GatherND Hardmax HardSigmoid Identity Log LogSoftmax ' +
    'Max NonMaxSuppression NonZero Pad QuantizeLinear ReduceMax ReduceMean Reshape Resize Sigmoid Slice Softmax Softplus Split Squeeze TopK ' +
    'Transpose Unsqueeze Upsample'
  ).split(' '),
);
/** Those that join several: each of their inputs is followed. */
const joined = new Set(['Add', 'Concat', 'Div', 'Mul', 'Sub']);

/** Walks back from tensors, the outputs of a model, to the first classifiers. */
export function findClassifiers(index: GraphIndex, from: readonly string[]): ClassifierSearch {
  const found = new Map<string, { match: LinearOperation; outputs: Set<string> }>();
  const dead = new Set<string>();
  for (const output of from) {
    const seen = new Set<string>();
    const pending = [output];
    for (let tensor = pending.pop(); tensor !== undefined; tensor = pending.pop()) {
      if (seen.has(tensor) || index.constants.has(tensor)) continue;
      seen.add(tensor);
      const match = matchClassifier(index, tensor);
      if (match && match.classes > 1) {
        const entry = found.get(tensor) ?? { match, outputs: new Set() };
        found.set(tensor, { match, outputs: entry.outputs.add(output) });
        continue;
      }
      const node = index.producers.get(tensor);
      const next = node === undefined ? [] : waysBack(index, node);
      if (next.length === 0) dead.add(node === undefined ? `input ${tensor}` : nodeName(node));
      pending.push(...next);
    }
  }
  return { candidates: [...found].map(([tensor, entry]) => describe(index, tensor, entry)), dead: [...dead] };
}

function waysBack(index: GraphIndex, { opType, input }: { opType: string; input: string[] }): string[] {
  if (opType === 'NonMaxSuppression') return [input[1]];
  if (passed.has(opType)) return [input[0]];
  if (!joined.has(opType)) return [];
  const ways = input.filter((tensor) => tensor !== '' && !index.constants.has(tensor));
  // The sum or product of two computed tensors mixes them: only a list of several stays one.
  return opType === 'Concat' || ways.length === 1 ? ways : [];
}

function describe(
  index: GraphIndex,
  tensor: string,
  { match, outputs }: { match: LinearOperation; outputs: ReadonlySet<string> },
): ClassifierCandidate {
  const { node, features, featureSize, classes, classAxis } = match;
  const before = unnormalizedFeatures(index, features);
  return {
    tensor,
    operation: node.opType,
    isCosine: before !== null,
    features,
    unnormalizedFeatures: before,
    classes,
    featureSize,
    classAxis,
    rank: match.rank ?? writtenRank(index, tensor) ?? writtenRank(index, features),
    elementType: elementTypeName(match.elementType),
    quantizedFeatures: match.dequantize,
    outputs: [...outputs],
  };
}

/** Dimensions of a tensor, where the graph describes it. */
function writtenRank({ graph }: GraphIndex, tensor: string): number | null {
  const info = [...graph.valueInfo, ...graph.output].find(({ name }) => name === tensor);
  const type = info?.type?.value;
  return type?.case === 'tensorType' ? (type.value.shape?.dim.length ?? null) : null;
}
