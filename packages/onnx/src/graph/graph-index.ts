import { FileFormatError } from '@disalign/core';
import type { GraphProto, NodeProto } from 'onnx-buf';
import { findConstants, type ConstantTensor } from './find-constants.js';

/** A graph by its tensors. */
export interface GraphIndex {
  readonly graph: GraphProto;
  /** The node of each tensor that a node makes. */
  readonly producers: ReadonlyMap<string, NodeProto>;
  /** Tensors that are the same for every input. */
  readonly constants: ReadonlyMap<string, ConstantTensor>;
}

/** @throws FileFormatError where two nodes make one tensor */
export function indexGraph(graph: GraphProto, file: string): GraphIndex {
  const producers = new Map<string, NodeProto>();
  for (const node of graph.node) {
    for (const output of node.output) {
      if (output === '') continue;
      if (producers.has(output)) {
        throw new FileFormatError({ file, field: `tensor ${output}`, expected: 'made by one node', got: 'two' });
      }
      producers.set(output, node);
    }
  }
  return { graph, producers, constants: findConstants(graph) };
}

/** What an error text calls a node. */
export function nodeName({ opType, name, output }: NodeProto): string {
  return name === '' ? `${opType} that makes ${output[0]}` : `${opType} ${name}`;
}
