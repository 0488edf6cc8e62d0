import type { Backbone } from './backbone.js';
import { buildBackbone } from './build-backbone.js';
import { basicBlockLayer } from './layers/basic-block-layer.js';
import { bottleneckLayer } from './layers/bottleneck-layer.js';
import { residualStages, type ResidualStem } from './residual-stages.js';

/** Layers with weights, without the shortcuts' convolutions and with the head. */
export type ResNetDepth = 10 | 18 | 34 | 50 | 101 | 152;

/** Sizes of the network. */
export interface ResNetOptions {
  readonly depth: ResNetDepth;
  /** Channels after the first convolution, w. Default 64. */
  readonly width?: number;
  /** Default `imagenet`. */
  readonly stem?: ResidualStem;
  /** Channels of the images. Default 3. */
  readonly channels?: number;
}

const variants = {
  10: { blocks: [1, 1, 1, 1], isBottleneck: false },
  18: { blocks: [2, 2, 2, 2], isBottleneck: false },
  34: { blocks: [3, 4, 6, 3], isBottleneck: false },
  50: { blocks: [3, 4, 6, 3], isBottleneck: true },
  101: { blocks: [3, 4, 23, 3], isBottleneck: true },
  152: { blocks: [3, 8, 36, 3], isBottleneck: true },
} as const;

/**
 * ResNet (He et al. 2016) with the parameters of torchvision's: four stages of 1, 2, 4 and 8 times w channels, basic blocks up to depth 34,
 * D = 8 w, and bottlenecks from 50 on, D = 32 w. Depth 10, of which torchvision has none, is one basic block a stage.
 *
 * Convolutions start as torchvision's do: from a normal distribution of variance 2 / fan out.
 *
 * @example
 * import { resNet } from '@disalign/classification';
 * resNet({ depth: 50 }).featureSize; // 2048
 */
export function resNet({ depth, width = 64, stem = 'imagenet', channels = 3 }: ResNetOptions): Backbone {
  const { blocks, isBottleneck } = variants[depth];
  const expansion = isBottleneck ? 4 : 1;
  const initialization = 'he-normal-fan-out';
  const block = isBottleneck ? bottleneckLayer : basicBlockLayer;
  const layers = residualStages({ blocks, stem, channels, width, expansion, initialization, block });
  return buildBackbone({ name: 'resnet', depth, width, stem, channels }, 8 * width * expansion, layers);
}
