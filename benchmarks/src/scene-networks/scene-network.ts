import type { BackboneMode, NamedParameters, ParameterDescription } from '@disalign/classification';
import type * as tf from '@tensorflow/tfjs';

/** The heads that stand on the one trunk: fully convolutional, or with pyramid pooling by dilated convolutions and a decoder. */
export const sceneHeads = ['fcn', 'aspp'] as const;
export type SceneHead = (typeof sceneHeads)[number];

/** A small network for scenes: a pure description, whose parameters are handed in. Its last layer is kept apart. */
export interface SceneNetwork {
  readonly head: SceneHead;
  /** D */
  readonly featureSize: number;
  /** Of everything before the last layer. */
  readonly parameters: readonly ParameterDescription[];
  /**
   * What the last layer reads.
   *
   * @param images float32 [N, H, W, 1], standardised; H and W multiples of 8
   * @returns float32 [N, H / 4, W / 4, D]
   */
  extractFeatures(parameters: NamedParameters, images: tf.Tensor4D, mode: BackboneMode): tf.Tensor4D;
}

/** Pixels of an image to a cell of the features, along each axis. */
export const FEATURE_STRIDE = 4;
