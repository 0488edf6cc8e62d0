import type { Layer } from './layer.js';

/** Layers one after the other, as one layer. */
export function chainLayers(...layers: readonly Layer[]): Layer {
  return {
    parameters: layers.flatMap((layer) => layer.parameters),
    apply: (parameters, input, mode) => layers.reduce((values, layer) => layer.apply(parameters, values, mode), input),
    freeze: (parameters) => {
      const frozen = layers.map((layer) => layer.freeze(parameters));
      return {
        tensors: frozen.flatMap(({ tensors }) => tensors),
        run: (input) => frozen.reduce((values, layer) => layer.run(values), input),
      };
    },
  };
}
