import * as tf from '@tensorflow/tfjs';
import { batchNormalizationLayer } from './batch-normalization-layer.js';
import { chainLayers } from './chain-layers.js';
import { convolutionLayer } from './convolution-layer.js';
import type { FilterInitialization } from './convolution-layer.js';
import { convolve } from './convolve.js';
import type { Layer } from './layer.js';
import { reluLayer } from './relu-layer.js';

export interface ResidualBlockOptions {
  readonly from: number;
  /** At least `from`, and apart from it by an even number. */
  readonly to: number;
  /** Default 1. */
  readonly stride?: number;
  readonly initialization: FilterInitialization;
}

/**
 * The basic block of He et al. (2016): two 3 x 3 convolutions with batch normalisation, and a way past them.
 * Where stride or width change, that way is their option A, without parameters: every `stride`-th pixel, and
 * channels of zeros, half of them before the others and half after.
 */
export function residualBlockLayer(name: string, options: ResidualBlockOptions): Layer {
  const { from, to, stride = 1, initialization } = options;
  const branch = chainLayers(
    convolutionLayer(`${name}.conv1`, { from, to, size: 3, stride, initialization }),
    batchNormalizationLayer(`${name}.bn1`, to),
    reluLayer,
    convolutionLayer(`${name}.conv2`, { from: to, to, size: 3, initialization }),
    batchNormalizationLayer(`${name}.bn2`, to),
  );
  const shortcut = stride === 1 && from === to ? (input: tf.Tensor4D) => input : takeShortcut;
  return {
    parameters: branch.parameters,
    apply: (parameters, input, mode) =>
      tf.relu(tf.add<tf.Tensor4D>(shortcut(input, to, stride), branch.apply(parameters, input, mode))),
  };
}

/** As a convolution by a constant filter of size 1: the identity between zeros. It subsamples and widens in one op. */
function takeShortcut(input: tf.Tensor4D, to: number, stride: number): tf.Tensor4D {
  const from = input.shape[3];
  const added = (to - from) / 2;
  const filter = tf.pad2d(tf.eye(from), [
    [0, 0],
    [added, added],
  ]);
  return convolve(input, tf.reshape(filter, [1, 1, from, to]), { stride, padding: 0, constant: 'filter' });
}
