import type * as tf from '@tensorflow/tfjs';
import type { z } from 'zod';
import type { backboneSettingsSchema } from './backbone-settings-schema.js';
import type { NamedParameters, ParameterDescription, StoredParameters } from './layers/layer.js';
import type { BackboneMode } from './layers/normalize-batch.js';

/** What a backbone is built from: {@link createBackbone} builds the same one again. */
export type BackboneSettings = z.infer<typeof backboneSettingsSchema>;

/**
 * A feature extractor: a pure description, whose parameters are handed in.
 *
 * Parameters are named as in torchvision (`conv1.weight`, `layer1.0.bn2.running_var`); filters are [k, k, C, F], which is
 * PyTorch's [F, C, k, k] transposed by (2, 3, 1, 0).
 */
export interface Backbone {
  readonly settings: BackboneSettings;
  /** D */
  readonly featureSize: number;
  readonly parameters: readonly ParameterDescription[];
  /**
   * In `training` the batch normalises itself and moves the running statistics, which is the only side effect.
   *
   * @param images float32 [N, H, W, C], standardised
   * @returns float32 [N, D]
   * @throws RangeError when a parameter is missing, or the images have other channels
   */
  extractFeatures(parameters: NamedParameters, images: tf.Tensor4D, mode: BackboneMode): tf.Tensor2D;
  /** The maps [N, h, w, D] whose means over the pixels are the features, for images of any size. Throws as `extractFeatures`. */
  extractMaps(parameters: NamedParameters, images: tf.Tensor4D, mode: BackboneMode): tf.Tensor4D;
  /**
   * Puts the backbone on the active backend for inference: running statistics normalise, folded into the convolutions, and nothing moves any more.
   *
   * @throws RangeError when a parameter is missing or has another shape
   */
  freeze(parameters: StoredParameters): FrozenBackbone;
}

/** A backbone in evaluation mode, whose numbers lie on a backend. */
export interface FrozenBackbone {
  /**
   * @param images float32 [N, H, W, C], standardised
   * @returns float32 [N, D]
   * @throws RangeError when the images have other channels
   */
  extractFeatures(images: tf.Tensor4D): tf.Tensor2D;
  /** Frees the numbers. */
  dispose(): void;
}
