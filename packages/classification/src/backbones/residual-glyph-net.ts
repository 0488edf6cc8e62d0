import type { Backbone } from './backbone.js';
import { buildBackbone } from './build-backbone.js';
import { batchNormalizationLayer } from './layers/batch-normalization-layer.js';
import { chainLayers } from './layers/chain-layers.js';
import { convolutionLayer } from './layers/convolution-layer.js';
import { reluLayer } from './layers/relu-layer.js';
import { residualBlockLayer } from './layers/residual-block-layer.js';

/** Sizes of the network. */
export interface ResidualGlyphNetOptions {
  /** Channels after the first convolution, w; features are D = 4 w. Default 16. */
  readonly width?: number;
  /** Channels of the images. Default 1. */
  readonly channels?: number;
}

/**
 * A small residual network for images of about 32 x 32: three strided convolutions (5 x 5 to w channels, 3 x 3 to 2 w,
 * 3 x 3 to 4 w), a residual block after the second and after the third, then the mean over the pixels.
 *
 * Convolutions start as PyTorch's do: uniform in +-1 / sqrt(fan in).
 *
 * @example
 * import { residualGlyphNet } from '@disalign/classification';
 * residualGlyphNet({ width: 16 }).featureSize; // 64
 */
export function residualGlyphNet({ width = 16, channels = 1 }: ResidualGlyphNetOptions = {}): Backbone {
  const initialization = 'pytorch';
  const layers = chainLayers(
    convolutionLayer('conv1', { from: channels, to: width, size: 5, stride: 2, initialization, first: true }),
    batchNormalizationLayer('bn1', width),
    reluLayer,
    convolutionLayer('conv2', { from: width, to: 2 * width, size: 3, stride: 2, initialization }),
    batchNormalizationLayer('bn2', 2 * width),
    reluLayer,
    residualBlockLayer('layer1', { from: 2 * width, to: 2 * width, initialization }),
    convolutionLayer('conv3', { from: 2 * width, to: 4 * width, size: 3, stride: 2, initialization }),
    batchNormalizationLayer('bn3', 4 * width),
    reluLayer,
    residualBlockLayer('layer2', { from: 4 * width, to: 4 * width, initialization }),
  );
  return buildBackbone({ name: 'residual-glyph-net', width, channels }, 4 * width, layers);
}
