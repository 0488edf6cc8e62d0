import type { Backbone } from '../backbones/backbone.js';
import type { ImageDataSet } from '../data/image-data-set.js';
import { defaultTraining } from './default-training.js';
import type { TrainingSettings } from './trained-classifier.js';

/** What a recipe is completed from. */
type TrainingRequest = Partial<TrainingSettings> & { readonly seed: number; readonly backbone: Backbone };

/** The recipe with its defaults. @throws RangeError for options out of range, or a data set that does not fit the backbone */
export function checkTraining(data: ImageDataSet, options: TrainingRequest): TrainingSettings {
  const training = completeTraining(options);
  const { seed, epochs, batchSize, warmUpSteps, learningRate, momentum, weightDecay } = training;
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
  return training;
}

/** Settings that are left out or undefined have their defaults; whatever else the request holds is left behind. */
function completeTraining(request: TrainingRequest): TrainingSettings {
  const {
    epochs = defaultTraining.epochs,
    batchSize = defaultTraining.batchSize,
    learningRate = defaultTraining.learningRate,
    momentum = defaultTraining.momentum,
    nesterov = defaultTraining.nesterov,
    weightDecay = defaultTraining.weightDecay,
    warmUpSteps = defaultTraining.warmUpSteps,
    scheduledPer = defaultTraining.scheduledPer,
    sampler = defaultTraining.sampler,
    head = defaultTraining.head,
    augmentation = defaultTraining.augmentation,
  } = request;
  const optimisation = { epochs, batchSize, learningRate, momentum, nesterov, weightDecay, warmUpSteps, scheduledPer };
  return { seed: request.seed, ...optimisation, sampler, head, augmentation };
}
