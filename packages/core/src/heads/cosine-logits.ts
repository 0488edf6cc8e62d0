import * as tf from '@tensorflow/tfjs';
import { checkFeatures, scoresByClass } from './linear-logits.js';
import { unitParts } from './unit-parts.js';

// K classes, D features; leading dimensions are free.

/** The scale of a cosine head before training, in the authors' code. */
export const INITIAL_COSINE_SCALE = 20;

/** A cosine classifier head; it has no bias. */
export interface CosineHeadTensors {
  /** float32 [K, D]; normalised by row inside. */
  readonly weight: tf.Tensor2D;
  /** A constant, or a variable to be learned; {@link INITIAL_COSINE_SCALE} at the start. */
  readonly scale: number | tf.Scalar;
  /** false: features enter as they are (only the weights are normalised). Default true. */
  readonly normalizeFeatures?: boolean;
}

/**
 * Logits of a cosine head: `z_j = s (w_j . x) / (|w_j| |x|)` (paper Eq. 3). Norms under 1e-12 count as 1e-12, as in PyTorch.
 *
 * @param features float32 [..., D]
 * @returns float32 [..., K], within [-s, s] when features are normalised
 * @throws TypeError if the features are not float32; RangeError if their last dimension is not D
 * @example
 * import * as tf from '@tensorflow/tfjs';
 * import { cosineLogits } from '@disalign/core';
 * cosineLogits(tf.tensor2d([[3, 4]]), { weight: tf.tensor2d([[2, 0], [0, 5]]), scale: 20 }).print(); // [[12, 16]]
 */
export function cosineLogits(features: tf.Tensor, head: CosineHeadTensors): tf.Tensor {
  checkFeatures('cosineLogits', features, head.weight.shape[1]);
  return tf.tidy(() => {
    const direction = head.normalizeFeatures === false ? features : unitParts(features);
    const cosines = scoresByClass(direction, unitParts(head.weight));
    return tf.mul(cosines, head.scale);
  });
}
