import { fitCalibration } from '../fitting/fit-calibration.js';
import type { FitSettingsInput } from '../fitting/fit-settings.js';
import { trainCounts } from './method-data.js';
import type { Method, MethodOptions } from './method.js';

/** What DisAlign takes. */
export interface DisalignOptions extends MethodOptions {
  /** Settings of the fit; `seed`, `targetPrior` and `zeroCounts` of the method go before them. */
  readonly settings?: FitSettingsInput;
  /** Threads of the fit in Node. Default: as many as the machine has cores. */
  readonly threads?: number;
}

/**
 * DisAlign as one of the methods: `fitCalibration` on the training rows, rho chosen on the validation rows.
 *
 * @example
 * import { disalign, featuresInMemory } from '@disalign/core';
 * const features = Array.from({ length: 40 }, (_, i) => [i % 7, i % 3]);
 * const logits = features.map(([a, b]) => [a - 1, b]);
 * const train = featuresInMemory({ features, logits, labels: features.map(([a]) => (a > 4 ? 1 : 0)) });
 * const { outcome, chosen } = await disalign.fit({ train }, { settings: { rho: 1 } });
 */
export const disalign: Method<DisalignOptions> = {
  name: 'disalign',
  facts: {
    title: 'DisAlign',
    score: 'c(x) (a_j z_j + b_j) + (1 - c(x)) z_j',
    form: 'magnitude and margin',
    origin: 'learned',
    perInput: true,
    sampling: 'instance-balanced, re-weighted',
    trainedParameters: { formula: '2K + D + 1', count: ({ classes, featureSize }) => 2 * classes + featureSize + 1 },
    hasTargetPrior: true,
    paper: 'Zhang et al., CVPR 2021',
  },
  async fit(data, options = {}) {
    const { seed, targetPrior, zeroCounts, threads, onProgress, onWarning, signal } = options;
    const shared = {
      ...(seed !== undefined && { seed }),
      ...(targetPrior && { targetPrior }),
      ...(zeroCounts && { zeroCounts }),
    };
    // The search finds out what there is to do as it goes: more of it is no step back.
    let share = 0;
    const { calibration, settings } = await fitCalibration(
      { train: data.train, validation: data.validation, counts: await trainCounts('disalign', data) },
      {
        settings: { ...options.settings, ...shared },
        ...{ threads, onWarning, signal },
        onProgress: ({ candidates: { done, total }, step, totalSteps }) => {
          share = Math.max(share, (done + step / totalSteps) / (total + 1));
          onProgress?.(share);
        },
      },
    );
    const { classes } = data.train;
    const { scale, bias } = settings.learn;
    const layer = calibration.confidence ? data.train.featureSize + 1 : 0;
    return {
      method: 'disalign',
      outcome: { kind: 'calibration', calibration },
      trainedParameters: (scale ? classes : 0) + (bias ? classes : 0) + layer,
      chosen: { rho: settings.rho },
    };
  },
};
