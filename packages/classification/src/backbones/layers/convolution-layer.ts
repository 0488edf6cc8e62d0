import type * as tf from '@tensorflow/tfjs';
import type { Random } from '@disalign/core';
import { convolve } from './convolve.js';
import { convolveGroups, splitGroups } from './convolve-groups.js';
import { getParameter } from './get-parameter.js';
import type { TrainableLayer } from './layer.js';

/** What a convolution is. */
export interface ConvolutionLayerOptions {
  /** Channels in. */
  readonly from: number;
  /** Channels out. */
  readonly to: number;
  /** Odd side length of the filter; the padding is dilation (size - 1) / 2. */
  readonly size: number;
  /** Default 1. */
  readonly stride?: number;
  /** Pixels from one tap of the filter to the next. Default 1; others take a stride of 1. */
  readonly dilation?: number;
  /** Into how many groups the channels are divided: each group out sees its group in. Default 1. */
  readonly groups?: number;
  /**
   * PyTorch's default is uniform in +-1 / sqrt(fan in) (`kaiming_uniform_`, a = sqrt 5); He et al. (2015) draw from
   * a normal distribution of variance 2 / fan in, torchvision's residual networks of variance 2 / fan out.
   */
  readonly initialization: FilterInitialization;
  /** The input is data: no gradient flows into it. */
  readonly first?: boolean;
}

/** How filters are drawn, see `ConvolutionLayerOptions`. */
export type FilterInitialization = 'pytorch' | 'he-normal' | 'he-normal-fan-out';

/**
 * A convolution without bias; its parameter `<name>.weight` is [size, size, from / groups, to].
 *
 * @example
 * import { convolutionLayer } from '@disalign/classification';
 * const layer = convolutionLayer('conv1', { from: 3, to: 16, size: 3, dilation: 2, initialization: 'pytorch' });
 * layer.parameters[0].shape; // [3, 3, 3, 16]
 */
export function convolutionLayer(name: string, options: ConvolutionLayerOptions): TrainableLayer {
  const { from, to, size, stride = 1, dilation = 1, groups = 1, initialization, first } = options;
  const weight = `${name}.weight`;
  const fanIn = (size * size * from) / groups;
  // As PyTorch counts it, groups or not.
  const fanOut = size * size * to;
  const initialize = {
    pytorch: (random: Random) => (2 * random.nextFloat() - 1) / Math.sqrt(fanIn),
    'he-normal': (random: Random) => random.normal() * Math.sqrt(2 / fanIn),
    'he-normal-fan-out': (random: Random) => random.normal() * Math.sqrt(2 / fanOut),
  }[initialization];
  const constant = first ? ('input' as const) : undefined;
  const window = { stride, padding: (dilation * (size - 1)) / 2, dilation, constant };
  return {
    parameters: [{ name: weight, shape: [size, size, from / groups, to], trainable: true, initialize }],
    apply: (parameters, input) => {
      const filter = getParameter(parameters, weight) as tf.Variable<tf.Rank.R4>;
      return convolveGroups(input, splitGroups(filter, groups), (part, partFilter) =>
        convolve(part, partFilter, window),
      );
    },
  };
}
