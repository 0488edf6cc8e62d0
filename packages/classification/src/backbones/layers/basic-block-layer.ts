import { chainLayers } from './chain-layers.js';
import type { FilterInitialization } from './convolution-layer.js';
import type { Layer } from './layer.js';
import { normalizedConvolutionLayer } from './normalized-convolution-layer.js';
import { residualLayer } from './residual-layer.js';
import { shortcutLayer, type ShortcutKind } from './shortcut-layer.js';

export interface BlockOptions {
  readonly from: number;
  readonly to: number;
  /** Default 1. */
  readonly stride?: number;
  /** Default `projection`. */
  readonly shortcut?: ShortcutKind;
  readonly initialization: FilterInitialization;
}

/** The basic block of He et al. (2016): two 3 x 3 convolutions with batch normalisation, and a way past them. */
export function basicBlockLayer(name: string, options: BlockOptions): Layer {
  const { from, to, stride = 1, shortcut = 'projection', initialization } = options;
  const namesOf = (place: number) => ({ convolution: `${name}.conv${place}`, normalization: `${name}.bn${place}` });
  const branch = chainLayers(
    normalizedConvolutionLayer(namesOf(1), { from, to, size: 3, stride, initialization, activation: 'relu' }),
    normalizedConvolutionLayer(namesOf(2), { from: to, to, size: 3, initialization }),
  );
  return residualLayer(branch, shortcutLayer(name, { from, to, stride, kind: shortcut, initialization }));
}
