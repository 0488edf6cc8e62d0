import type * as tf from '@tensorflow/tfjs';
import type { Random, StoredTensorOf } from '@disalign/core';
import type { BackboneMode } from './normalize-batch.js';

/** The parameters of a network by name; names are unique, as in a PyTorch state dict. Running statistics are not trainable. */
export type NamedParameters = ReadonlyMap<string, tf.Variable>;

/** The same parameters on the host, as files hold them; filters are [k, k, C, F]. */
export type StoredParameters = ReadonlyMap<string, StoredTensorOf<'F32'>>;

/** One parameter of a layer, and where it starts. */
export interface ParameterDescription {
  readonly name: string;
  readonly shape: readonly number[];
  readonly trainable: boolean;
  /** Draws one element. */
  readonly initialize: (random: Random) => number;
}

/** What a layer needs, and what it makes of an input with it. It holds no tensors. */
export interface TrainableLayer {
  readonly parameters: readonly ParameterDescription[];
  /** What it makes of float32 [N, H, W, C]. In `training` running statistics move, which is the only side effect. */
  apply(parameters: NamedParameters, input: tf.Tensor4D, mode: BackboneMode): tf.Tensor4D;
}

/** A layer for inference alone, whose tensors lie on the backend that was active when it was made. */
export interface FrozenLayer {
  /** For whoever made it to dispose of. */
  readonly tensors: readonly tf.Tensor[];
  run(input: tf.Tensor4D): tf.Tensor4D;
}

/** A piece of a network, which can be trained or frozen. */
export interface Layer extends TrainableLayer {
  /** The layer in evaluation mode, its normalisation folded into its convolutions. All parameters must be there. */
  freeze(parameters: StoredParameters): FrozenLayer;
}
