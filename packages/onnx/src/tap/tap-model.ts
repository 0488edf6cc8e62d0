import { create } from '@bufbuild/protobuf';
import { FileFormatError } from '@disalign/core';
import { NodeList } from '../nodes/node-list.js';
import { TensorProto_DataType, ValueInfoProtoSchema, type ValueInfoProto } from 'onnx-buf';
import { chooseClassifier, type ClassifierChoice } from '../classifier/choose-classifier.js';
import type { ClassifierCandidate } from '../classifier/classifier-candidate.js';
import { elementTypeNumber } from '../classifier/element-type-name.js';
import { chooseFeatures, type FeatureChoice } from '../classifier/choose-features.js';
import { checkNotCalibrated } from '../edit/calibration-mark.js';
import { appendOutputs, insertNodes, nodeFields } from '../edit/insertions.js';
import { saveEditedModel } from '../edit/save-edited-model.js';
import { spliceGraph } from '../edit/splice-graph.js';
import { indexGraph, type GraphIndex } from '../graph/graph-index.js';
import { unusedPrefix } from '../graph/unused-prefix.js';
import { withByteSource } from '../model-file/byte-source.js';
import { readOnnxModel, type OnnxModel } from '../model-file/onnx-model.js';

/** Which classifier is tapped, and where. */
export interface TapOptions extends ClassifierChoice, FeatureChoice {
  /** Names of further tensors of the graph that become outputs too, such as the boxes of proposals. */
  readonly further?: readonly string[];
}

/** Outputs of a tapped model. */
export interface ModelTap {
  /** Output with the features; its last or second axis has D. */
  readonly features: string;
  /** Output with the logits; its last or second axis has K. */
  readonly logits: string;
  /** The further tensors that were asked for. */
  readonly further: readonly string[];
  readonly classifier: ClassifierCandidate;
}

/**
 * Writes a model that also gives the features and the logits of its classifier: further outputs behind those that it has. One run then
 * gives all that a calibration is fitted to. Every other byte of the file stays.
 *
 * @param from path of the model
 * @param to path of the tapped one; tensors outside the file are copied where it goes into another folder
 * @throws FileFormatError where `from` is no ONNX model, is calibrated already, or has no classifier or several that fit, or where a
 * further tensor is none of its graph
 * @example
 * import { tapModel } from '@disalign/onnx';
 * const tap = async (path: string) => {
 *   const { features, logits } = await tapModel(path, 'tapped.onnx', { classes: 1000 });
 *   console.log(features, logits);
 * };
 */
export async function tapModel(from: string, to: string, options: TapOptions = {}): Promise<ModelTap> {
  return withByteSource(from, async (source) => {
    const model = readOnnxModel(source);
    checkNotCalibrated(model);
    const index = indexGraph(model.graph, from);
    const classifier = chooseClassifier(index, from, options);
    const features = chooseFeatures(index, classifier, { file: from, options });
    const made = classifier.quantizedFeatures ? dequantizedFeatures(model, index, classifier.quantizedFeatures) : null;
    const further = [...new Set(options.further)];
    further.forEach((name) => checkTensor(index, from, name));
    const tap = { features: made?.tensor ?? features, logits: classifier.tensor, further, classifier };
    const outputs = new Set(model.graph.output.map(({ name }) => name));
    const added = [
      describeOutput(tap.features, classifier.featureSize, classifier),
      describeOutput(tap.logits, classifier.classes, classifier),
      ...further
        .filter((name) => name !== tap.features && name !== tap.logits)
        .map((name) => create(ValueInfoProtoSchema, { name })),
    ].filter(({ name }) => !outputs.has(name));
    await saveEditedModel(model, to, spliceGraph(model, [...(made?.splices ?? []), appendOutputs(model, added)]));
    return tap;
  });
}

function checkTensor(index: GraphIndex, file: string, name: string): void {
  if (index.producers.has(name)) return;
  throw new FileFormatError({
    file,
    field: `tensor ${name}`,
    expected: 'made by a node of the graph',
    got: 'none of that name',
  });
}

/** Features as real numbers, of a classifier that reads whole ones; made behind the last node. */
function dequantizedFeatures(model: OnnxModel, index: GraphIndex, quantized: readonly string[]) {
  const list = new NodeList({ prefix: unusedPrefix(index, 'disalign'), computed: TensorProto_DataType.FLOAT });
  const tensor = list.add('DequantizeLinear', 'features', [...quantized]);
  return { tensor, splices: [insertNodes(nodeFields(model)[model.graph.node.length - 1], list.nodes)] };
}

/** Rank and the one size that is known; a checker wants a shape, a runtime only the name. */
function describeOutput(
  name: string,
  size: number,
  { rank, classAxis, elementType }: ClassifierCandidate,
): ValueInfoProto {
  const axis = classAxis === 'last' ? (rank ?? 0) - 1 : 1;
  const dim = Array.from({ length: rank ?? 0 }, (_, at) =>
    at === axis ? { value: { case: 'dimValue' as const, value: BigInt(size) } } : {},
  );
  const elemType = elementTypeNumber(elementType) ?? TensorProto_DataType.FLOAT;
  const shape = rank === null ? undefined : { dim };
  return create(ValueInfoProtoSchema, { name, type: { value: { case: 'tensorType', value: { elemType, shape } } } });
}
