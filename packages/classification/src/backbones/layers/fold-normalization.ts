import { NORMALIZATION_EPSILON } from './normalize-batch.js';

// F channels out.

/** The numbers of one batch normalisation, each [F]. */
export interface StoredNormalization {
  readonly weight: ArrayLike<number>;
  readonly bias: ArrayLike<number>;
  readonly runningMean: ArrayLike<number>;
  readonly runningVariance: ArrayLike<number>;
}

/** A convolution with a bias. */
export interface FoldedConvolution {
  /** As long as the filter was, channels out last. */
  readonly filter: Float32Array;
  /** [F] */
  readonly bias: Float32Array;
}

/**
 * A convolution and the batch normalisation behind it, in evaluation mode, as one convolution with a bias:
 * `filter' = filter s` and `bias' = bias - mean s` by channel, with `s = weight / sqrt(variance + 1e-5)`. In float64, rounded once.
 *
 * @param filter [..., F]
 */
export function foldNormalization(filter: Float32Array, normalization: StoredNormalization): FoldedConvolution {
  const { weight, bias, runningMean, runningVariance } = normalization;
  const scale = Float64Array.from(weight, (value, f) => value / Math.sqrt(runningVariance[f] + NORMALIZATION_EPSILON));
  const folded = new Float32Array(filter.length);
  for (let start = 0; start < filter.length; start += scale.length) {
    for (let f = 0; f < scale.length; f++) folded[start + f] = filter[start + f] * scale[f];
  }
  return { filter: folded, bias: Float32Array.from(bias, (value, f) => value - runningMean[f] * scale[f]) };
}
