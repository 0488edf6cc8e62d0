import type { Backbone } from '../backbones/backbone.js';
import type { ImageDataSet } from '../data/image-data-set.js';
import type { TrainingSettings } from './trained-classifier.js';

/** What a recipe is completed from. */
type TrainingRequest = Partial<TrainingSettings> & { readonly seed: number; readonly backbone: Backbone };

/** The recipe with its defaults. @throws RangeError for options out of range, or a data set that does not fit the backbone */
export function checkTraining(data: ImageDataSet, options: TrainingRequest): TrainingSettings {
  const { seed, epochs = 15, batchSize = 128, learningRate = 0.1 } = options;
  const { momentum = 0.9, weightDecay = 1e-3, warmUpSteps = 100 } = options;
  const { head = { kind: 'linear' }, augmentation = null } = options;
  const demand = (holds: boolean, name: string, rule: string, got: number) => {
    if (!holds) throw new RangeError(`trainClassifier: \`${name}\` must be ${rule}, got ${got}`);
  };
  demand(Number.isSafeInteger(seed), 'seed', 'a safe integer', seed);
  for (const [name, value, least] of [
    ['epochs', epochs, 1],
    ['batchSize', batchSize, 2],
    ['warmUpSteps', warmUpSteps, 0],
  ] as const) {
    demand(Number.isSafeInteger(value) && value >= least, name, `an integer of at least ${least}`, value);
  }
  demand(learningRate > 0 && learningRate < Infinity, 'learningRate', 'positive', learningRate);
  demand(momentum >= 0 && momentum < 1, 'momentum', 'in [0, 1)', momentum);
  demand(weightDecay >= 0 && weightDecay < Infinity, 'weightDecay', 'at least 0', weightDecay);
  demand(data.splits.train.count >= 2, 'data', 'a set of at least 2 training images', data.splits.train.count);
  const { channels } = options.backbone.settings;
  demand(data.channels === channels, 'data', `images of ${channels} channels, as the backbone takes`, data.channels);
  return { seed, epochs, batchSize, learningRate, momentum, weightDecay, warmUpSteps, head, augmentation };
}
