import type * as tf from '@tensorflow/tfjs';
import type { Random } from '@disalign/core';
import { convolve } from './convolve.js';
import { getParameter } from './get-parameter.js';
import type { Layer } from './layer.js';

export interface ConvolutionLayerOptions {
  /** Channels in. */
  readonly from: number;
  /** Channels out. */
  readonly to: number;
  /** Odd side length of the filter; the padding is (size - 1) / 2. */
  readonly size: number;
  /** Default 1. */
  readonly stride?: number;
  /**
   * PyTorch's default is uniform in +-1 / sqrt(size^2 from) (`kaiming_uniform_`, a = sqrt 5); He et al. (2015) draw from
   * a normal distribution of variance 2 / (size^2 from).
   */
  readonly initialization: FilterInitialization;
  /** The input is data: no gradient flows into it. */
  readonly first?: boolean;
}

export type FilterInitialization = 'pytorch' | 'he-normal';

/** A convolution without bias; its parameter `<name>.weight` is [size, size, from, to]. */
export function convolutionLayer(name: string, options: ConvolutionLayerOptions): Layer {
  const { from, to, size, stride = 1, initialization, first } = options;
  const weight = `${name}.weight`;
  const fanIn = size * size * from;
  const initialize = {
    pytorch: (random: Random) => (2 * random.nextFloat() - 1) / Math.sqrt(fanIn),
    'he-normal': (random: Random) => random.normal() * Math.sqrt(2 / fanIn),
  }[initialization];
  const window = { stride, padding: (size - 1) / 2, constant: first ? ('input' as const) : undefined };
  return {
    parameters: [{ name: weight, shape: [size, size, from, to], trainable: true, initialize }],
    apply: (parameters, input) => convolve(input, getParameter(parameters, weight) as tf.Variable<tf.Rank.R4>, window),
  };
}
