import type { BottleneckOptions } from './layers/bottleneck-layer.js';
import { chainLayers } from './layers/chain-layers.js';
import type { FilterInitialization } from './layers/convolution-layer.js';
import type { Layer } from './layers/layer.js';
import { maxPoolLayer } from './layers/max-pool-layer.js';
import { normalizedConvolutionLayer } from './layers/normalized-convolution-layer.js';

/** What images go through before the blocks: `imagenet`, 7 x 7 of stride 2 and a max pool of stride 2; `cifar`, 3 x 3 of stride 1, for small images. */
export type ResidualStem = 'imagenet' | 'cifar';

/** What the residual networks of torchvision's naming have in common. */
export interface ResidualStages {
  /** Blocks of each stage; from the second stage on, the first block halves the image and doubles the width. */
  readonly blocks: readonly number[];
  readonly stem: ResidualStem;
  readonly channels: number;
  /** Channels after the stem. */
  readonly width: number;
  /** Channels behind the blocks of a stage, as a multiple of its width. */
  readonly expansion: number;
  readonly initialization: FilterInitialization;
  /** A block of a stage of this width: `layer1.0`, ... */
  readonly block: (name: string, options: BottleneckOptions, stageWidth: number) => Layer;
}

/** The layers `conv1`, `bn1` and `layer1` to `layer4`. */
export function residualStages(options: ResidualStages): Layer {
  const { blocks, stem, channels, width, expansion, initialization, block } = options;
  const stages = blocks.flatMap((count, stage) => {
    const stageWidth = width * 2 ** stage;
    const to = stageWidth * expansion;
    const before = stage === 0 ? width : to / 2;
    return Array.from({ length: count }, (_, place) => {
      const stride = stage > 0 && place === 0 ? 2 : 1;
      const from = place === 0 ? before : to;
      return block(`layer${stage + 1}.${place}`, { from, inner: stageWidth, to, stride, initialization }, stageWidth);
    });
  });
  return chainLayers(...stemLayers(stem, { channels, width, initialization }), ...stages);
}

function stemLayers(
  stem: ResidualStem,
  { channels, width, initialization }: Pick<ResidualStages, 'channels' | 'width' | 'initialization'>,
): Layer[] {
  const names = { convolution: 'conv1', normalization: 'bn1' };
  const options = { from: channels, to: width, initialization, first: true, activation: 'relu' } as const;
  if (stem === 'cifar') return [normalizedConvolutionLayer(names, { ...options, size: 3 })];
  return [normalizedConvolutionLayer(names, { ...options, size: 7, stride: 2 }), maxPoolLayer];
}
