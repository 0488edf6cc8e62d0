import { requirePart } from './method-data.js';
import type { Method } from './method.js';
import { fitRetrainedHead, LINEAR_HEAD_TRAINED, type RetrainOptions } from './retrain-head.js';

/**
 * The empirical bound of the classifier (paper Fig. 1): a head trained from scratch on the same frozen features, on the
 * balanced full data set. No method that is given the long tail alone can count on reaching it.
 *
 * @example
 * import { empiricalBound, featuresInMemory, startBackend } from '@disalign/core';
 * await startBackend('cpu');
 * const train = featuresInMemory({ features: [[1], [2], [3]], logits: [[0, 3], [3, 0], [3, 0]], labels: [1, 0, 0] });
 * const balanced = featuresInMemory({ features: [[1], [2]], logits: [[0, 3], [3, 0]], labels: [1, 0] });
 * const { outcome } = await empiricalBound.fit({ train, balanced }, { epochs: 2 });
 */
export const empiricalBound: Method<RetrainOptions> = {
  name: 'empirical-bound',
  facts: {
    title: 'Empirical bound',
    score: "w'_j . x + b'_j",
    form: 'new head',
    origin: 'learned',
    perInput: false,
    sampling: 'balanced data',
    trainedParameters: LINEAR_HEAD_TRAINED,
    hasTargetPrior: false,
    paper: 'Zhang et al., CVPR 2021, Fig. 1',
  },
  async fit(data, options = {}) {
    const balanced = requirePart('empirical-bound', data, 'balanced', 'the rows of the full data set');
    return fitRetrainedHead(balanced, { method: 'empirical-bound', sampler: 'instance-balanced' }, options);
  },
};
