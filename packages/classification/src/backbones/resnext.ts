import type { Backbone } from './backbone.js';
import { buildBackbone } from './build-backbone.js';
import { bottleneckLayer } from './layers/bottleneck-layer.js';
import { residualStages, type ResidualStem } from './residual-stages.js';

/** Layers with weights, as of a ResNet. */
export type ResNeXtDepth = 50 | 101 | 152;

/** Sizes of the network. Default: 32 x 4d, 32 groups of 4 channels in the first stage. */
export interface ResNeXtOptions {
  readonly depth: ResNeXtDepth;
  /** Default 32. */
  readonly groups?: number;
  /** Channels of a group in the first stage, where w is 64. Default 4. */
  readonly groupWidth?: number;
  /** Channels after the first convolution, w. Default 64. */
  readonly width?: number;
  /** Default `imagenet`. */
  readonly stem?: ResidualStem;
  /** Channels of the images. Default 3. */
  readonly channels?: number;
}

const blocksOf = { 50: [3, 4, 6, 3], 101: [3, 4, 23, 3], 152: [3, 8, 36, 3] } as const;

/**
 * ResNeXt (Xie et al. 2017) with the parameters of torchvision's: the bottlenecks of a ResNet, their 3 x 3 convolutions in groups. A stage of
 * width s has `groups floor(s groupWidth / 64)` channels there. D = 32 w. torchvision has `resnext50_32x4d`; the depths 101 and 152 with these
 * groups are its class `ResNet` with their blocks.
 *
 * Convolutions start as torchvision's do: from a normal distribution of variance 2 / fan out.
 *
 * @throws RangeError when a group would have no channel
 * @example
 * import { resNeXt } from '@disalign/classification';
 * resNeXt({ depth: 50 }).featureSize; // 2048
 */
export function resNeXt(options: ResNeXtOptions): Backbone {
  const { depth, groups = 32, groupWidth = 4, width = 64, stem = 'imagenet', channels = 3 } = options;
  if ((width * groupWidth) / 64 < 1) {
    throw new RangeError(`resNeXt: \`width\` must be at least ${64 / groupWidth}, 64 / \`groupWidth\`, got ${width}`);
  }
  const layers = residualStages({
    blocks: blocksOf[depth],
    stem,
    channels,
    width,
    expansion: 4,
    initialization: 'he-normal-fan-out',
    block: (name, block, stageWidth) =>
      bottleneckLayer(name, { ...block, inner: Math.floor((stageWidth * groupWidth) / 64) * groups, groups }),
  });
  const settings = { name: 'resnext', depth, groups, groupWidth, width, stem, channels } as const;
  return buildBackbone(settings, 32 * width, layers);
}
