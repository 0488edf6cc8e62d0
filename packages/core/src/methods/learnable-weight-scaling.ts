import { fitCalibration } from '../fitting/fit-calibration.js';
import { trainCounts } from './method-data.js';
import type { Method, MethodOptions } from './method.js';

/** How the scales are learned. The defaults are those of Kang et al.'s code for ImageNet-LT. */
export interface LearnableWeightScalingOptions extends MethodOptions {
  /** Default `auto`: 10, or as many more as make 600 steps of a small data set; the authors take 5. */
  readonly epochs?: number | 'auto';
  /** Default 512. */
  readonly batchSize?: number;
  /** At the start of a cosine to 0. Default 0.2. */
  readonly learningRate?: number;
  /** Towards 0. Default 5e-4. */
  readonly weightDecay?: number;
  /** Threads of the fit in Node. Default: as many as the machine has cores. */
  readonly threads?: number;
}

/**
 * LWS, learnable weight scaling: `s_j z_j`, one scale a class, learned with class-balanced sampling while the head stays as it
 * is (Kang et al., ICLR 2020; like their code it scales the whole logit, bias and all). It is the calibration of
 * DisAlign with neither margin nor confidence nor re-weighting, and is fitted by the same code.
 *
 * @example
 * import { featuresInMemory, learnableWeightScaling } from '@disalign/core';
 * const train = featuresInMemory({ features: [[1], [2], [3]], logits: [[0, 3], [1, 0], [3, 4]], labels: [1, 0, 0] });
 * const { outcome } = await learnableWeightScaling.fit({ train }, { epochs: 2 });
 */
export const learnableWeightScaling: Method<LearnableWeightScalingOptions> = {
  name: 'lws',
  facts: {
    title: 'LWS',
    score: 's_j z_j',
    form: 'magnitude',
    origin: 'learned',
    perInput: false,
    sampling: 'class-balanced',
    trainedParameters: { formula: 'K', count: ({ classes }) => classes },
    hasTargetPrior: false,
    paper: 'Kang et al., ICLR 2020',
  },
  async fit(data, options = {}) {
    const { epochs = 'auto', batchSize = 512, learningRate = 0.2, weightDecay = 5e-4 } = options;
    const { seed = 0, zeroCounts, threads, onProgress, onWarning, signal } = options;
    const rates = { epochs, batchSize, learningRate, weightDecay };
    const optimizer = { kind: 'sgd', ...rates, decayTowards: 'zero', sampler: 'class-balanced' } as const;
    const learn = { scale: true, bias: false, confidence: false };
    const { calibration } = await fitCalibration(
      { train: data.train, counts: await trainCounts('lws', data) },
      {
        settings: { rho: 0, learn, optimizer, seed, zeroCounts, validationFraction: 0 },
        ...{ threads, onWarning, signal },
        onProgress: ({ step, totalSteps }) => onProgress?.(step / totalSteps),
      },
    );
    return {
      method: 'lws',
      outcome: { kind: 'calibration', calibration },
      trainedParameters: data.train.classes,
      chosen: {},
    };
  },
};
