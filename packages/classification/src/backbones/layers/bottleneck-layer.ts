import type { BlockOptions } from './basic-block-layer.js';
import { chainLayers } from './chain-layers.js';
import type { Layer } from './layer.js';
import { normalizedConvolutionLayer } from './normalized-convolution-layer.js';
import { residualLayer } from './residual-layer.js';
import { shortcutLayer } from './shortcut-layer.js';

export interface BottleneckOptions extends BlockOptions {
  /** Channels of the 3 x 3 convolution. */
  readonly inner: number;
  /** Of the 3 x 3 convolution. Default 1. */
  readonly groups?: number;
}

/**
 * The bottleneck of He et al. (2016): convolutions of 1 x 1, 3 x 3 and 1 x 1 with batch normalisation, and a way past them. With groups that of
 * ResNeXt (Xie et al. 2017). The stride is that of the 3 x 3 convolution, as in torchvision.
 */
export function bottleneckLayer(name: string, options: BottleneckOptions): Layer {
  const { from, inner, to, stride = 1, groups, shortcut = 'projection', initialization } = options;
  const activation = 'relu';
  const namesOf = (place: number) => ({ convolution: `${name}.conv${place}`, normalization: `${name}.bn${place}` });
  const branch = chainLayers(
    normalizedConvolutionLayer(namesOf(1), { from, to: inner, size: 1, initialization, activation }),
    normalizedConvolutionLayer(namesOf(2), {
      from: inner,
      to: inner,
      size: 3,
      stride,
      groups,
      initialization,
      activation,
    }),
    normalizedConvolutionLayer(namesOf(3), { from: inner, to, size: 1, initialization }),
  );
  return residualLayer(branch, shortcutLayer(name, { from, to, stride, kind: shortcut, initialization }));
}
