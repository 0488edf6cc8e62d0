import type { HeadArrays } from './head-arrays.js';
import { LEAST_NORM } from './unit-parts.js';

// K classes, D features.

/** A cosine head as it is trained. */
export interface CosineHeadParts {
  readonly classes: number;
  readonly featureSize: number;
  /** [K, D], of any length. */
  readonly weight: ArrayLike<number>;
  readonly scale: number;
}

/**
 * A cosine head as arrays: `z_j = s (w_j . x) / (|w_j| |x|)` (paper Eq. 3) is a head of unit features with the weights
 * `s w_j / |w_j|` and no bias.
 *
 * @throws RangeError if the weight is not [K, D]
 * @example
 * import { cosineHeadArrays, headLogitsOnHost } from '@disalign/core';
 * const head = cosineHeadArrays({ classes: 2, featureSize: 2, weight: [2, 0, 0, 5], scale: 20 });
 * headLogitsOnHost(Float32Array.of(3, 4), head); // [12, 16]
 */
export function cosineHeadArrays({ classes, featureSize, weight, scale }: CosineHeadParts): HeadArrays {
  if (weight.length !== classes * featureSize) {
    throw new RangeError(
      `cosineHeadArrays: \`weight\` must be [${classes}, ${featureSize}], got ${weight.length} numbers`,
    );
  }
  const units = new Float32Array(weight.length);
  for (let start = 0; start < weight.length; start += featureSize) {
    let squares = 0;
    for (let i = start; i < start + featureSize; i++) squares += weight[i] * weight[i];
    const factor = scale / Math.max(Math.sqrt(squares), LEAST_NORM);
    for (let i = start; i < start + featureSize; i++) units[i] = factor * weight[i];
  }
  return { classes, featureSize, weight: units, bias: null, unitParts: 1 };
}
