import type { FitSettingsInput } from '@disalign/core';

/** Size of a fit. */
export interface AuthorsFitOptions {
  /** Pixels to fit to, without those set aside for validation. */
  readonly pixels: number;
  /** Pixels of a step. The authors' steps are 32 crops of 512 x 512. */
  readonly batchSize: number;
}

// The authors train for 4,000 iterations.
const authorsSteps = 4000;

/**
 * The authors' recipe for ADE20K as settings of core's `fitCalibration`: gradient descent at 0.01 for every part, momentum 0.9, weight
 * decay 5e-4 towards 0, a polynomial of power 0.9 down to 1e-4, rho 0.2 with weights that sum to K, a loss over the number of all
 * pixels, the rectified confidence; as many passes as make 4,000 steps at least.
 *
 * The rectified confidence is fitted on the host, on one core. With `confidenceForm: 'sigmoid'` instead the fused kernels serve.
 *
 * It differs from theirs in what it starts from (the identity with c = 0.73 everywhere; theirs has a random convolution), in that the
 * score is not normalised over each batch, and in that nothing else moves: there, dropout and the running statistics of normalisations stay active in the frozen network.
 *
 * @throws RangeError unless both are positive integers
 * @example
 * import { authorsFitSettings } from '@disalign/segmentation';
 * authorsFitSettings({ pixels: 1e6, batchSize: 4096 }).rho; // 0.2
 */
export function authorsFitSettings({ pixels, batchSize }: AuthorsFitOptions): FitSettingsInput {
  for (const [name, value] of Object.entries({ pixels, batchSize })) {
    if (Number.isSafeInteger(value) && value > 0) continue;
    throw new RangeError(`authorsFitSettings: \`${name}\` must be a positive integer, got ${value}`);
  }
  return {
    form: 'blend',
    rho: 0.2,
    normalization: 'classes',
    reduction: 'all',
    confidenceForm: 'rectified',
    standardize: false,
    optimizer: {
      kind: 'sgd',
      epochs: Math.ceil(authorsSteps / Math.ceil(pixels / batchSize)),
      batchSize,
      learningRate: 0.01,
      momentum: 0.9,
      weightDecay: 5e-4,
      decayTowards: 'zero',
      schedule: { kind: 'poly', power: 0.9, minimum: 1e-4 },
    },
  };
}
