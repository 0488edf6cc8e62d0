import type { Backbone } from './backbone.js';
import { buildBackbone } from './build-backbone.js';
import { basicBlockLayer } from './layers/basic-block-layer.js';
import { chainLayers } from './layers/chain-layers.js';
import { normalizedConvolutionLayer } from './layers/normalized-convolution-layer.js';

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
  const convolve = (place: number, sizes: { from: number; to: number; size: number; first?: boolean }) =>
    normalizedConvolutionLayer(
      { convolution: `conv${place}`, normalization: `bn${place}` },
      { ...sizes, stride: 2, initialization, activation: 'relu' },
    );
  const layers = chainLayers(
    convolve(1, { from: channels, to: width, size: 5, first: true }),
    convolve(2, { from: width, to: 2 * width, size: 3 }),
    basicBlockLayer('layer1', { from: 2 * width, to: 2 * width, initialization }),
    convolve(3, { from: 2 * width, to: 4 * width, size: 3 }),
    basicBlockLayer('layer2', { from: 4 * width, to: 4 * width, initialization }),
  );
  return buildBackbone({ name: 'residual-glyph-net', width, channels }, 4 * width, layers);
}
