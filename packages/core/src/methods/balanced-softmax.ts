import type { ZeroCounts } from '../reweighting/check-class-counts.js';
import { targetShares } from '../reweighting/target-shares.js';
import { trainCounts } from './method-data.js';
import type { Method } from './method.js';
import { moveHeadToPrior } from './move-head-to-prior.js';
import { LINEAR_HEAD_TRAINED, retrainHead, type RetrainOptions } from './retrain-head.js';

/**
 * Balanced softmax: a head trained from scratch with the loss `-log (r_y exp(z_y) / sum_k r_k exp(z_k))`, r the training
 * frequencies, and used by its plain logits z (Ren et al., NeurIPS 2020): the training prior is in the loss, so it need
 * not be in the logits. For another target prior than the uniform one the head is moved in the end, see `moveHeadToPrior`.
 *
 * @example
 * import { balancedSoftmax, featuresInMemory, startBackend } from '@disalign/core';
 * await startBackend('cpu');
 * const train = featuresInMemory({ features: [[1], [2], [3]], logits: [[0, 3], [3, 0], [3, 0]], labels: [1, 0, 0] });
 * const { outcome } = await balancedSoftmax.fit({ train }, { epochs: 2 });
 */
export const balancedSoftmax: Method<RetrainOptions> = {
  name: 'balanced-softmax',
  facts: {
    title: 'Balanced softmax',
    score: "w'_j . x + b'_j, trained with + log r_j",
    form: 'new head',
    origin: 'learned',
    perInput: false,
    sampling: 'instance-balanced',
    trainedParameters: LINEAR_HEAD_TRAINED,
    hasTargetPrior: true,
    paper: 'Ren et al., NeurIPS 2020',
  },
  async fit(data, options = {}) {
    const { targetPrior = 'uniform', zeroCounts = 'error' } = options;
    const counts = await trainCounts('balanced-softmax', data);
    const offsets = balancedSoftmaxOffsets(counts, zeroCounts);
    const retraining = { method: 'balanced-softmax', sampler: 'instance-balanced', loss: { offsets } } as const;
    const { head, parameters } = await retrainHead(data.train, retraining, options);
    return {
      method: 'balanced-softmax',
      outcome: { kind: 'head', head: moveHeadToPrior(head.arrays(parameters), counts, { targetPrior, zeroCounts }) },
      trainedParameters: parameters.length,
      chosen: {},
    };
  },
};

/** [K] `log r_j`, what the loss adds to the logits. A class without samples counts as the least above 0. */
export function balancedSoftmaxOffsets(counts: readonly number[], zeroCounts: ZeroCounts): Float64Array {
  return targetShares('training', counts, zeroCounts).map((share) => Math.log(Math.max(share, Number.MIN_VALUE)));
}
