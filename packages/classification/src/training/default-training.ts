import type { TrainingSettings } from './trained-classifier.js';

/** What `trainClassifier` does where it is not told otherwise. */
export const defaultTraining: Omit<TrainingSettings, 'seed'> = {
  epochs: 15,
  batchSize: 128,
  learningRate: 0.1,
  momentum: 0.9,
  nesterov: true,
  weightDecay: 1e-3,
  warmUpSteps: 100,
  scheduledPer: 'step',
  sampler: 'instance-balanced',
  head: { kind: 'linear' },
  augmentation: null,
};
