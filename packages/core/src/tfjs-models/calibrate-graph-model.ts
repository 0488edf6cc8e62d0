import * as tf from '@tensorflow/tfjs';
import type { Calibration } from '../calibration/calibration.js';
import { affineChange, type AffineChange } from './affine-change.js';
import { findGraphClassifier, type GraphClassifier } from './find-graph-classifier.js';
import { checkTopology, nodeName, type GraphNode, type GraphTopology } from './graph-node.js';

// K classes, D features.

/** Which logits are calibrated. */
export interface CalibrateGraphModelOptions {
  /** Name of the node that gives them, or of one made of them. Left out: the one classifier of K classes that the outputs come from. */
  readonly classifier?: string;
}

/**
 * A GraphModel whose logits are calibrated, as artifacts: nodes for `z + c (factor z + shift)` behind the classifier, whose node is renamed
 * while the sum takes its name, so that all that follows stays as it is. Maps have their channels last. The identity changes no logit.
 *
 * @param artifacts of `modelFiles(path).load()`, or of any handler of TensorFlow.js
 * @returns artifacts that `tf.loadGraphModel(tf.io.fromMemory(...))` runs and every handler saves; `artifacts` stay as they are
 * @throws RangeError where they are not of a GraphModel, or it has no classifier of K classes and D features, or several
 * @example
 * import * as tf from '@tensorflow/tfjs';
 * import { calibrateGraphModel, type Calibration } from '@disalign/core';
 * import { modelFiles } from '@disalign/core/node';
 * async function calibrate(from: string, to: string, calibration: Calibration) {
 *   const artifacts = calibrateGraphModel(await modelFiles(from).load(), calibration);
 *   await modelFiles(to).save(artifacts);
 *   return tf.loadGraphModel(modelFiles(to));
 * }
 */
export function calibrateGraphModel(
  artifacts: tf.io.ModelArtifacts,
  calibration: Calibration,
  options: CalibrateGraphModelOptions = {},
): tf.io.ModelArtifacts {
  const graph = checkTopology(artifacts.modelTopology);
  const change = affineChange(calibration);
  const classifier = chooseClassifier(graph, artifacts, change, options);
  const added = changeNodes(classifier, change, unusedPrefix(graph, classifier.node.name));
  const node = graph.node.flatMap((old) =>
    old === classifier.node ? [...added.constants, { ...old, name: added.raw }, ...added.nodes] : [old],
  );
  const weightSpecs = [
    ...(artifacts.weightSpecs ?? []),
    ...added.weights.map(({ name, shape, dtype }) => ({ name, shape, dtype })),
  ];
  const before = tf.io.CompositeArrayBuffer.join(artifacts.weightData);
  const weightData = tf.io.CompositeArrayBuffer.join([before, ...added.weights.map(({ data }) => data.buffer)]);
  return { ...artifacts, modelTopology: { ...graph, node }, weightSpecs, weightData };
}

function chooseClassifier(
  graph: GraphTopology,
  { weightSpecs = [] }: tf.io.ModelArtifacts,
  { factor, confidence }: AffineChange,
  { classifier }: CalibrateGraphModelOptions,
): GraphClassifier {
  const weights = new Map(weightSpecs.map((spec) => [spec.name, spec]));
  const found = (classifier === undefined ? outputNames(graph) : [classifier]).flatMap(
    (name) => findGraphClassifier(graph, weights, name) ?? [],
  );
  const named = new Map(found.map((candidate) => [candidate.node.name, candidate]));
  const fitting = [...named.values()].filter(({ classes }) => classes === factor.length);
  const refuse = (expected: string, got: string) =>
    new RangeError(`calibrateGraphModel: \`artifacts\` must have ${expected}, got ${got}`);
  if (fitting.length !== 1) {
    const listed = [...named.values()].map(({ node, classes }) => `${node.name} (${classes} classes)`).join(', ');
    throw refuse(`one classifier of ${factor.length} classes, or one named`, listed || 'none');
  }
  const { featureSize, features } = fitting[0];
  if (confidence && confidence.weight.length !== featureSize) {
    throw refuse(`${confidence.weight.length} features in ${features}`, `${featureSize}`);
  }
  return fitting[0];
}

/** Nodes that no other reads. */
function outputNames({ node }: GraphTopology): string[] {
  const read = new Set(node.flatMap(({ input = [] }) => input.map(nodeName)));
  return node.map(({ name }) => name).filter((name) => !read.has(name));
}

function unusedPrefix({ node }: GraphTopology, name: string): string {
  const names = new Set(node.map((old) => old.name));
  let prefix = `${name}/disalign`;
  while (names.has(`${prefix}/raw_logits`)) prefix += '_';
  return prefix;
}

interface Weight extends tf.io.WeightsManifestEntry {
  readonly data: Float32Array<ArrayBuffer>;
}

function changeNodes({ node, features, isMap, featureSize }: GraphClassifier, change: AffineChange, prefix: string) {
  const { factor, shift, confidence } = change;
  const raw = `${prefix}/raw_logits`;
  const weights: Weight[] = [];
  const nodes: GraphNode[] = [];
  const constant = (name: string, shape: number[], data: Float32Array<ArrayBuffer>): string => {
    weights.push({ name: `${prefix}/${name}`, shape, dtype: 'float32', data });
    return `${prefix}/${name}`;
  };
  const add = (op: string, name: string, input: string[], attr: GraphNode['attr'] = {}): string => {
    nodes.push({ name, op, input, attr: { T: { type: 'DT_FLOAT' }, ...attr } });
    return name;
  };
  const scaled = add('Mul', `${prefix}/scaled`, [raw, constant('factor', [factor.length], factor)]);
  let changed = add('AddV2', `${prefix}/moved`, [scaled, constant('shift', [shift.length], shift)]);
  if (confidence) {
    const shape = isMap ? [1, 1, featureSize, 1] : [featureSize, 1];
    const weight = constant('confidence_weight', shape, Float32Array.from(confidence.weight));
    const bias = constant('confidence_bias', [1], Float32Array.of(confidence.bias));
    const product = isMap
      ? add('Conv2D', `${prefix}/product`, [features, weight], pointwise)
      : add('MatMul', `${prefix}/product`, [features, weight]);
    const score = add('AddV2', `${prefix}/score`, [product, bias]);
    const input = confidence.form === 'rectified' ? add('Relu', `${prefix}/rectified`, [score]) : score;
    changed = add('Mul', `${prefix}/confident`, [changed, add('Sigmoid', `${prefix}/confidence`, [input])]);
  }
  add('AddV2', node.name, [raw, changed]);
  return { raw, nodes, weights, constants: weights.map(constantNode) };
}

/** A convolution that looks at one cell at a time; texts are in base64. */
const pointwise = {
  strides: { list: { i: ['1', '1', '1', '1'] } },
  dilations: { list: { i: ['1', '1', '1', '1'] } },
  padding: { s: btoa('VALID') },
  data_format: { s: btoa('NHWC') },
};

function constantNode({ name, shape }: Weight): GraphNode {
  const tensorShape = { dim: shape.map((size) => ({ size: `${size}` })) };
  const value = { tensor: { dtype: 'DT_FLOAT', tensorShape } };
  return { name, op: 'Const', attr: { value, dtype: { type: 'DT_FLOAT' } } };
}
