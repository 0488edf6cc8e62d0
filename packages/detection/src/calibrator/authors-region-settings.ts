import type { FitSettingsInput } from '@disalign/core';

/** For which data set, and how many regions there are. */
export interface AuthorsRegionOptions {
  readonly dataSet: 'lvis-v0.5' | 'lvis-v1';
  /** Regions to fit to, without those set aside for validation. */
  readonly regions: number;
}

// 16 images of 512 regions.
const regionsPerStep = 16 * 512;

const recipes = {
  'lvis-v0.5': { iterations: 4500, milestone: 4000 },
  'lvis-v1': { iterations: 9000, milestone: 8000 },
};

/**
 * The authors' recipe for LVIS as settings of core's `fitCalibration`: 4,500 or 9,000 steps of gradient descent on 8,192 regions (16
 * images of 512), learning rate 0.02 for every part after 1,000 steps of warm-up, a tenth of it from step 4,000 or 8,000 on, momentum
 * 0.9, weight decay 1e-4 towards 0, rho 0.8 with weights that sum to C beside a background of 1, over the sum of the weights; the confidence reads raw
 * features. As many passes as make that many steps at least.
 *
 * It differs from theirs in what it starts from: confidence weights of 0, where theirs are drawn with deviation 0.01.
 *
 * @throws RangeError unless `regions` is a positive integer
 * @example
 * import { authorsRegionSettings } from '@disalign/detection';
 * authorsRegionSettings({ dataSet: 'lvis-v1', regions: 51e6 }).rho; // 0.8
 */
export function authorsRegionSettings({ dataSet, regions }: AuthorsRegionOptions): FitSettingsInput {
  if (!Number.isSafeInteger(regions) || regions < 1) {
    throw new RangeError(`authorsRegionSettings: \`regions\` must be a positive integer, got ${regions}`);
  }
  const { iterations, milestone } = recipes[dataSet];
  return {
    form: 'blend',
    rho: 0.8,
    normalization: 'classes',
    reduction: 'weights',
    standardize: false,
    optimizer: {
      kind: 'sgd',
      epochs: Math.ceil(iterations / Math.ceil(regions / regionsPerStep)),
      batchSize: regionsPerStep,
      learningRate: 0.02,
      momentum: 0.9,
      weightDecay: 1e-4,
      decayTowards: 'zero',
      schedule: {
        kind: 'multistep',
        milestones: [milestone],
        factor: 0.1,
        warmUp: { steps: 1000, startFactor: 0.001 },
      },
    },
  };
}
