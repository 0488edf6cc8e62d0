import type { Method } from './method.js';
import { fitRetrainedHead, LINEAR_HEAD_TRAINED, type RetrainOptions } from './retrain-head.js';

/**
 * cRT, classifier re-training: another head, trained from scratch on the frozen features with class-balanced sampling
 * (Kang et al., ICLR 2020). Their sampler takes 4 rows of a class in a row; this one draws each class anew, which
 * is as often in the mean.
 *
 * @example
 * import { classifierRetraining, featuresInMemory, startBackend } from '@disalign/core';
 * await startBackend('cpu');
 * const train = featuresInMemory({ features: [[1], [2], [3]], logits: [[0, 3], [3, 0], [3, 0]], labels: [1, 0, 0] });
 * const { outcome } = await classifierRetraining.fit({ train }, { epochs: 2 });
 */
export const classifierRetraining: Method<RetrainOptions> = {
  name: 'crt',
  facts: {
    title: 'cRT',
    score: "w'_j . x + b'_j",
    form: 'new head',
    origin: 'learned',
    perInput: false,
    sampling: 'class-balanced',
    trainedParameters: LINEAR_HEAD_TRAINED,
    hasTargetPrior: false,
    paper: 'Kang et al., ICLR 2020',
  },
  fit: async ({ train }, options = {}) =>
    fitRetrainedHead(train, { method: 'crt', sampler: 'class-balanced' }, options),
};
