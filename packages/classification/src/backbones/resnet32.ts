import type { Backbone } from './backbone.js';
import { buildBackbone } from './build-backbone.js';
import { basicBlockLayer } from './layers/basic-block-layer.js';
import { chainLayers } from './layers/chain-layers.js';
import { normalizedConvolutionLayer } from './layers/normalized-convolution-layer.js';

/** Sizes of the network. */
export interface Resnet32Options {
  /** Channels of the images. Default 3. */
  readonly channels?: number;
}

const BLOCKS = 5;
const STAGES = [
  { name: 'layer1', from: 16, to: 16, stride: 1 },
  { name: 'layer2', from: 16, to: 32, stride: 2 },
  { name: 'layer3', from: 32, to: 64, stride: 2 },
];

/**
 * ResNet-32 for CIFAR (He et al. 2016, section 4.2), the usual network of CIFAR-LT: 16 channels, three stages of five
 * basic blocks with 16, 32 and 64 channels, shortcuts of option A, then the mean over the pixels. D = 64. torchvision has none: parameters
 * are named as in the CIFAR-LT code that is in use (`conv1.weight`, `layer1.0.bn1.weight`, head `linear.weight`), which took the names from
 * github.com/akamaster/pytorch_resnet_cifar10.
 *
 * Convolutions start from He's normal distribution.
 *
 * @example
 * import { resnet32 } from '@disalign/classification';
 * resnet32().featureSize; // 64
 */
export function resnet32({ channels = 3 }: Resnet32Options = {}): Backbone {
  const initialization = 'he-normal';
  const stages = STAGES.flatMap(({ name, from, to, stride }) =>
    Array.from({ length: BLOCKS }, (_, block) =>
      basicBlockLayer(`${name}.${block}`, {
        from: block === 0 ? from : to,
        to,
        stride: block === 0 ? stride : 1,
        shortcut: 'padding',
        initialization,
      }),
    ),
  );
  const layers = chainLayers(
    normalizedConvolutionLayer(
      { convolution: 'conv1', normalization: 'bn1' },
      { from: channels, to: 16, size: 3, initialization, first: true, activation: 'relu' },
    ),
    ...stages,
  );
  return buildBackbone({ name: 'resnet32', channels }, 64, layers);
}
