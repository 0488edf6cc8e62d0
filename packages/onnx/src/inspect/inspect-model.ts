import type { ValueInfoProto } from 'onnx-buf';
import type { ClassifierCandidate } from '../classifier/classifier-candidate.js';
import { findClassifiers } from '../classifier/find-classifiers.js';
import { indexGraph } from '../graph/graph-index.js';
import { withByteSource } from '../model-file/byte-source.js';
import { externalFiles } from '../model-file/external-files.js';
import { readOnnxModel } from '../model-file/onnx-model.js';
import { elementTypeName } from '../classifier/element-type-name.js';

/** An input or output of a model. */
export interface ModelTensor {
  readonly name: string;
  /** `float32`, `float16`, `bfloat16`, `float64`; `unknown` for others. */
  readonly elementType: string;
  /** Dimensions: a number, the name of one that varies, or null; null where the graph does not say how many. */
  readonly shape: readonly (number | string | null)[] | null;
}

/** What is in a model file. */
export interface ModelInspection {
  readonly irVersion: number;
  readonly opset: number;
  /** Who wrote the file, such as `pytorch 2.13.0`. */
  readonly producer: string;
  readonly nodes: number;
  readonly inputs: readonly ModelTensor[];
  readonly outputs: readonly ModelTensor[];
  /** Files beside the model that hold its tensors. */
  readonly externalFiles: readonly string[];
  /** Classifiers that its outputs come from, in the order of the outputs. */
  readonly classifiers: readonly ClassifierCandidate[];
  /** Nodes and inputs where the way back from an output ends without a classifier. */
  readonly dead: readonly string[];
  /** Metadata of the model; a calibrated one says so here. */
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * What an ONNX file is, and which classifiers it has. Reads the graph; weights stay on the disk, so that a model of any size takes
 * little memory.
 *
 * A classifier is what the way back from an output finds first, through softmax, reshape, resize, transpose, cast, quantising and
 * whatever else moves scores about: a Gemm, a MatMul or a 1 x 1 convolution with constant weights of two classes or more.
 *
 * @throws FileFormatError where the file is no whole ONNX model; what the file system throws
 * @example
 * import { inspectModel } from '@disalign/onnx';
 * const show = async (path: string) => {
 *   for (const { tensor, classes, featureSize } of (await inspectModel(path)).classifiers) console.log(tensor, classes, featureSize);
 * };
 */
export async function inspectModel(path: string): Promise<ModelInspection> {
  return withByteSource(path, (source) => {
    const { proto, graph, opset } = readOnnxModel(source);
    const index = indexGraph(graph, path);
    const { candidates, dead } = findClassifiers(
      index,
      graph.output.map(({ name }) => name),
    );
    return {
      irVersion: Number(proto.irVersion),
      opset,
      producer: `${proto.producerName} ${proto.producerVersion}`.trim(),
      nodes: graph.node.length,
      inputs: graph.input.filter(({ name }) => !index.constants.has(name)).map(describeTensor),
      outputs: graph.output.map(describeTensor),
      externalFiles: externalFiles(graph),
      classifiers: candidates,
      dead,
      metadata: Object.fromEntries(proto.metadataProps.map(({ key, value }) => [key, value])),
    };
  });
}

function describeTensor({ name, type }: ValueInfoProto): ModelTensor {
  const tensor = type?.value.case === 'tensorType' ? type.value.value : undefined;
  const shape = tensor?.shape?.dim.map(({ value }) => {
    if (value.case === 'dimValue') return Number(value.value);
    return value.case === 'dimParam' && value.value !== '' ? value.value : null;
  });
  return { name, elementType: elementTypeName(tensor?.elemType ?? null), shape: shape ?? null };
}
