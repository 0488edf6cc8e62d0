import type { FitSettingsInput } from '@disalign/core';
import type { TrainingSettings } from '../training/trained-classifier.js';

/** The data sets of which a recipe is published. */
export type RecipeDataSet = 'imagenet-lt' | 'places-lt' | 'inaturalist-2018';

/** How a data set is trained on and calibrated in print, as settings of ours. */
export interface PublishedRecipe {
  readonly title: string;
  /** Whose recipe it is. */
  readonly source: string;
  /** The network that it goes with. */
  readonly backbone: string;
  /** Stage 1, for `trainClassifier`; null where it is not trained from random numbers. */
  readonly training: Omit<TrainingSettings, 'seed' | 'head'> | null;
  /** Stage 2, for `fitCalibration` and `ClassificationCalibrator`. */
  readonly fit: FitSettingsInput;
  /** Where it cannot be followed. */
  readonly differences: readonly string[];
}

/** Of the authors' code for ImageNet-LT: additive form, raw features, weights that sum to K, decay to 0, a cosine per epoch. */
const authorsFit = {
  form: 'additive',
  normalization: 'classes',
  reduction: 'weights',
  standardize: false,
  optimizer: {
    kind: 'sgd',
    epochs: 10,
    batchSize: 256,
    learningRate: 0.1,
    momentum: 0.9,
    weightDecay: 5e-4,
    decayTowards: 'zero',
    schedule: { kind: 'cosine', per: 'epoch' },
    sampler: 'instance-balanced',
  },
} satisfies FitSettingsInput;

const photographTraining = {
  epochs: 90,
  batchSize: 256,
  learningRate: 0.1,
  momentum: 0.9,
  nesterov: false,
  weightDecay: 5e-4,
  warmUpSteps: 0,
  scheduledPer: 'epoch',
  sampler: 'instance-balanced',
  augmentation: { kind: 'photograph' },
} as const satisfies PublishedRecipe['training'];

/** What is so in each of them: theirs, then ours. */
const everywhere = [
  'magnitudes start at 1 (additive), which doubles the logits where c = 1; ours at 0, the identity',
  'confidence weights start at 0.1 each; ours at 0',
  'the running statistics of normalisation move in stage 2; ours are frozen',
  'behind a cosine head the confidence reads the normalised feature; ours the feature itself',
] as const;

/**
 * The recipes of the data sets of photographs. That of ImageNet-LT is the authors'. They published none for the other two: there stage 2 is theirs of
 * ImageNet-LT with rho chosen on validation data, and stage 1 is that of Decoupling (Kang et al. 2020), whose protocol the paper follows.
 *
 * @example
 * import { publishedRecipes } from '@disalign/classification';
 * publishedRecipes['imagenet-lt'].fit.rho; // 1.2
 */
export const publishedRecipes: Readonly<Record<RecipeDataSet, PublishedRecipe>> = {
  'imagenet-lt': {
    title: 'ImageNet-LT',
    source: "the authors' code",
    backbone: 'ResNeXt-50, 32 x 4d',
    training: photographTraining,
    fit: { ...authorsFit, rho: 1.2 },
    differences: ['in stage 1 the last normalisation of each block starts at 0; ours at 1', ...everywhere],
  },
  'places-lt': {
    title: 'Places-LT',
    source: 'Decoupling; rho is not published',
    backbone: 'ResNet-152, trained on ImageNet',
    training: null,
    fit: { ...authorsFit, rho: 'auto' },
    differences: [
      'stage 1 fine-tunes the last block and the head of a trained network for about 30 epochs; `trainClassifier` starts from random numbers',
      ...everywhere,
    ],
  },
  'inaturalist-2018': {
    title: 'iNaturalist 2018',
    source: 'Decoupling; rho is not published',
    backbone: 'ResNet-50',
    training: { ...photographTraining, batchSize: 512, learningRate: 0.2, weightDecay: 1e-4 },
    fit: { ...authorsFit, rho: 'auto' },
    differences: ['stage 1 is also published with 200 epochs', ...everywhere],
  },
};
