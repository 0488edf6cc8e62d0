import type { ConfidenceLayer } from './calibration.js';

// D features.

/** The confidence of the authors' segmentation head: a 1 x 1 convolution to one channel, without bias, and a batch normalisation. */
export interface NormalizedConvolution {
  /** [D] the convolution's weight, [1, D, 1, 1] in PyTorch. */
  readonly weight: ArrayLike<number>;
  /** Weight of the normalisation, `bn.weight`. */
  readonly gain: number;
  /** `bn.bias` */
  readonly shift: number;
  /** `bn.running_mean` */
  readonly mean: number;
  /** `bn.running_var` */
  readonly variance: number;
  /** `bn.eps`. Default 1e-5. */
  readonly epsilon?: number;
}

/**
 * Folds convolution and normalisation, as they are at test time, into a linear layer:
 * `s = gain (w . x - mean) / sqrt(variance + epsilon) + shift`. What follows them, ReLU and sigmoid, is its form, `rectified`.
 *
 * @returns [D] weights on raw features
 * @throws RangeError unless `variance + epsilon` is positive
 * @example
 * import { confidenceOfConvolution } from '@disalign/core';
 * confidenceOfConvolution({ weight: [3], gain: 2, shift: 1, mean: 0.5, variance: 4, epsilon: 0 }); // weight [3], bias 0.5
 */
export function confidenceOfConvolution(convolution: NormalizedConvolution): ConfidenceLayer {
  const { weight, gain, shift, mean, variance, epsilon = 1e-5 } = convolution;
  if (!(variance + epsilon > 0)) {
    throw new RangeError(
      `confidenceOfConvolution: \`variance\` plus \`epsilon\` must be positive, got ${variance} and ${epsilon}`,
    );
  }
  const factor = gain / Math.sqrt(variance + epsilon);
  return {
    form: 'rectified',
    weight: Float64Array.from(weight, (value) => factor * value),
    bias: shift - factor * mean,
    mean: new Float64Array(weight.length),
    deviation: new Float64Array(weight.length).fill(1),
  };
}
