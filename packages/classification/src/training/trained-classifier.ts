import type { Sampler, StoredTensorOf, TopKAccuracy } from '@disalign/core';
import type { BackboneSettings } from '../backbones/backbone.js';
import type { AugmentationLimits } from '../data/augment-image.js';
import type { ImageShape } from '../data/image-data-set.js';
import type { PhotographAugmentation } from '@disalign/core/photographs';

// K classes, D features.

/** Which head is trained. A cosine head starts with scale 20; `learned` trains the scale with the rest. */
export type HeadSettings =
  { readonly kind: 'linear' } | { readonly kind: 'cosine'; readonly scale?: 'constant' | 'learned' };

/** A classifier head on the host. */
export interface ClassifierHead {
  readonly kind: HeadSettings['kind'];
  /** [K, D] row-major. */
  readonly weight: Float32Array;
  /** [K]; null: none, as in a cosine head. */
  readonly bias: Float32Array | null;
  /** Of a cosine head; 1 for a linear one. */
  readonly scale: number;
}

/** How training images are varied: within {@link AugmentationLimits}, and mirrored left to right one time in two. */
export interface TrainingAugmentation extends AugmentationLimits {
  /** Default false. */
  readonly flip?: boolean;
}

/** The recipe of a training. */
export interface TrainingSettings {
  readonly seed: number;
  readonly epochs: number;
  readonly batchSize: number;
  /** After the warm-up, where the cosine begins. */
  readonly learningRate: number;
  readonly momentum: number;
  /** Whether the momentum is Nesterov's. */
  readonly nesterov: boolean;
  readonly weightDecay: number;
  /** Steps of linear warm-up. */
  readonly warmUpSteps: number;
  /** Whether the cosine goes on with each step, or with each epoch. */
  readonly scheduledPer: 'step' | 'epoch';
  /** How images are drawn, by their class. */
  readonly sampler: Sampler;
  readonly head: HeadSettings;
  readonly augmentation: TrainingAugmentation | PhotographAugmentation | null;
}

/** Where a classifier was trained. */
export interface TrainingEnvironment {
  /** TensorFlow.js' name of the backend: `tensorflow` is libtensorflow. */
  readonly backend: string;
  /** What computed, for people to read. */
  readonly device?: string;
  /** By package. */
  readonly versions: Readonly<Record<string, string>>;
}

/** How well a classifier does. */
export interface TrainingMetrics {
  /** Mean loss over the steps of the last epoch. */
  readonly lastEpochLoss: number;
  /** By name of the split, of those that were evaluated: in evaluation mode, without augmentation. */
  readonly accuracy: Readonly<Record<string, TopKAccuracy>>;
}

/** What a trained classifier is and where it comes from, without its numbers. */
export interface ClassifierDescription {
  readonly backbone: BackboneSettings;
  /** [K] */
  readonly classNames: readonly string[];
  /** [K] training images of each class. */
  readonly trainCounts: readonly number[];
  /** What it takes; bytes are standardised by `standardizeImages`, each image by itself. */
  readonly image: ImageShape & { readonly standardization: 'per-image' };
  readonly dataSet: {
    readonly name: string;
    /** What the data set was made with, as far as the caller said. */
    readonly options: Readonly<Record<string, string | number | boolean>>;
  };
  readonly training: TrainingSettings;
  readonly environment: TrainingEnvironment;
  readonly metrics: TrainingMetrics;
}

/** A backbone and its head after joint training: a plain value on the host, that any backend can run. */
export interface TrainedClassifier extends ClassifierDescription {
  /** Parameters of the backbone by name, running statistics among them. */
  readonly parameters: ReadonlyMap<string, StoredTensorOf<'F32'>>;
  readonly head: ClassifierHead;
}
