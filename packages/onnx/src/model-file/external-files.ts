import type { GraphProto, TensorProto } from 'onnx-buf';

/** Names of the files, relative to the model, that hold data of the tensors of a graph. */
export function externalFiles(graph: GraphProto): string[] {
  const tensors = [
    ...graph.initializer,
    ...graph.node.flatMap(({ attribute }) => attribute.flatMap(({ t, tensors }) => (t ? [t, ...tensors] : tensors))),
  ];
  return [...new Set(tensors.flatMap(locationOf))];
}

function locationOf({ externalData }: TensorProto): string[] {
  return externalData.filter(({ key }) => key === 'location').map(({ value }) => value);
}
