import * as tf from '@tensorflow/tfjs';
import type { NamedParameters, ParameterDescription } from '@disalign/classification';
import { cosineLogits, INITIAL_COSINE_SCALE, linearLogits, type Random } from '@disalign/core';

// R regions, S x S cells of a crop with C channels, D features, K classes and a background, the last column.

/** What a box head's classifier is. */
export type BoxHeadKind = 'linear' | 'cosine';

/** Cells of a crop along a side. */
export const CROP_SIDE = 7;
/** Cells of a mask along a side. */
export const MASK_SIDE = 14;
/** D */
export const FEATURE_SIZE = 128;
const REDUCED_CHANNELS = 16;

/** What a network says of regions, whatever they are. */
export interface RegionOutput {
  /** [R, D] */
  readonly features: tf.Tensor2D;
  /** [R, 4] */
  readonly deltas: tf.Tensor2D;
  /** [R, 14 x 14] logits */
  readonly masks: tf.Tensor2D;
}

/**
 * Parameters of a detector over frozen maps, without its classifier: fewer channels in each cell, one hidden layer over all cells, and from it
 * one box delta and one mask for whatever the class is.
 *
 * @param channels C
 */
export function regionNetworkParameters(channels: number): ParameterDescription[] {
  return [
    ...layerParameters('reduce', [REDUCED_CHANNELS, channels]),
    ...layerParameters('hidden', [FEATURE_SIZE, CROP_SIDE ** 2 * REDUCED_CHANNELS]),
    ...layerParameters('deltas', [4, FEATURE_SIZE]),
    ...layerParameters('masks', [MASK_SIDE ** 2, FEATURE_SIZE]),
  ];
}

/** Parameters of a classifier, whose names begin with `name`: weights and biases, or weights and a scale where it is a cosine one. */
export function classifierParameters(name: string, kind: BoxHeadKind, classes: number): ParameterDescription[] {
  const [weight, bias] = layerParameters(name, [classes + 1, FEATURE_SIZE]);
  if (kind === 'linear') return [weight, bias];
  return [weight, { name: `${name}.scale`, shape: [], trainable: true, initialize: () => INITIAL_COSINE_SCALE }];
}

/** Runs the network over crops [R, 7, 7, C]. */
export function runRegionNetwork(parameters: NamedParameters, crops: tf.Tensor4D): RegionOutput {
  const cells = tf.relu(runLayer(parameters, 'reduce', crops));
  const features = tf.relu(runLayer(parameters, 'hidden', tf.reshape(cells, [crops.shape[0], -1])));
  return { features, deltas: runLayer(parameters, 'deltas', features), masks: runLayer(parameters, 'masks', features) };
}

/** Logits [R, K + 1] of a classifier. */
export function runClassifier(
  parameters: NamedParameters,
  { name, kind }: { readonly name: string; readonly kind: BoxHeadKind },
  features: tf.Tensor2D,
): tf.Tensor2D {
  if (kind === 'linear') return runLayer(parameters, name, features);
  const scale = parameterOf(parameters, `${name}.scale`) as tf.Scalar;
  return cosineLogits(features, { weight: weightOf(parameters, name), scale }) as tf.Tensor2D;
}

function layerParameters(name: string, [outputs, inputs]: readonly [number, number]): ParameterDescription[] {
  // As PyTorch's Linear: uniform in +-1 / sqrt(inputs).
  const initialize = (random: Random) => (2 * random.nextFloat() - 1) / Math.sqrt(inputs);
  const weight = { name: `${name}.weight`, shape: [outputs, inputs], trainable: true, initialize };
  return [weight, { ...weight, name: `${name}.bias`, shape: [outputs] }];
}

function runLayer(parameters: NamedParameters, name: string, input: tf.Tensor): tf.Tensor2D {
  const bias = parameterOf(parameters, `${name}.bias`) as tf.Tensor1D;
  return linearLogits(input, { weight: weightOf(parameters, name), bias }) as tf.Tensor2D;
}

function weightOf(parameters: NamedParameters, name: string): tf.Tensor2D {
  return parameterOf(parameters, `${name}.weight`) as tf.Tensor2D;
}

function parameterOf(parameters: NamedParameters, name: string): tf.Variable {
  const found = parameters.get(name);
  if (found === undefined) throw new RangeError(`runRegionNetwork: \`parameters\` must hold ${name}`);
  return found;
}
