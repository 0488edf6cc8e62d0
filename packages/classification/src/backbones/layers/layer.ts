import type * as tf from '@tensorflow/tfjs';
import type { Random } from '@disalign/core';
import type { BackboneMode } from './normalize-batch.js';

/** The parameters of a network by name; names are unique, as in a PyTorch state dict. Running statistics are not trainable. */
export type NamedParameters = ReadonlyMap<string, tf.Variable>;

/** One parameter of a layer, and where it starts. */
export interface ParameterDescription {
  readonly name: string;
  readonly shape: readonly number[];
  readonly trainable: boolean;
  /** Draws one element. */
  readonly initialize: (random: Random) => number;
}

/** A piece of a network: which parameters it needs, and what it makes of an input with them. It holds no tensors. */
export interface Layer {
  readonly parameters: readonly ParameterDescription[];
  /** What it makes of float32 [N, H, W, C]. In `training` running statistics move, which is the only side effect. */
  apply(parameters: NamedParameters, input: tf.Tensor4D, mode: BackboneMode): tf.Tensor4D;
}
