import type * as tf from '@tensorflow/tfjs';
import { cosineLogits, INITIAL_COSINE_SCALE, linearLogits } from '@disalign/core';
import { getParameter } from '../backbones/layers/get-parameter.js';
import type { NamedParameters, ParameterDescription } from '../backbones/layers/layer.js';
import type { HeadSettings } from './trained-classifier.js';

// K classes, D features.

/** The parameters of a head, which start as PyTorch's `Linear`: uniform in +-1 / sqrt(D). */
export function describeHead(
  head: HeadSettings,
  { classes, featureSize }: { readonly classes: number; readonly featureSize: number },
): ParameterDescription[] {
  const initialize: ParameterDescription['initialize'] = (random) =>
    (2 * random.nextFloat() - 1) / Math.sqrt(featureSize);
  const weight = { name: 'head.weight', shape: [classes, featureSize], trainable: true, initialize };
  if (head.kind === 'linear') return [weight, { name: 'head.bias', shape: [classes], trainable: true, initialize }];
  const trainable = head.scale === 'learned';
  return [weight, { name: 'head.scale', shape: [], trainable, initialize: () => INITIAL_COSINE_SCALE }];
}

/** Logits [N, K] of features [N, D], by the parameters that {@link describeHead} describes. */
export function headLogits(kind: HeadSettings['kind'], parameters: NamedParameters, features: tf.Tensor2D): tf.Tensor {
  const weight = getParameter(parameters, 'head.weight') as tf.Variable<tf.Rank.R2>;
  return kind === 'linear'
    ? linearLogits(features, { weight, bias: getParameter(parameters, 'head.bias') as tf.Variable<tf.Rank.R1> })
    : cosineLogits(features, { weight, scale: getParameter(parameters, 'head.scale') as tf.Variable<tf.Rank.R0> });
}
