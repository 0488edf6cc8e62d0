import {
  fashionMnistLongTail,
  glyphLongTail,
  residualGlyphNet,
  resNet,
  type ImageDataSet,
  type ImageSplit,
  type TrainClassifierOptions,
} from '@disalign/classification';

/** Data sets of which trained classifiers come with the benchmarks. */
export const checkpointDataSets = ['glyph-lt', 'fashion-mnist-lt'] as const;
export type CheckpointDataSet = (typeof checkpointDataSets)[number];

/** Networks of other backbones than that of the experiments: what the comparison of backbones (paper Fig. 4) adds. */
export const backboneVariants = ['glyph-net-8', 'resnet-10'] as const;
/** Networks trained with other samplers than the instance-balanced one: what the comparison of samplers (paper Fig. 2, left) adds. */
export const samplerVariants = ['square-root', 'class-balanced', 'progressively-balanced'] as const;
export const networkVariants = [...backboneVariants, ...samplerVariants] as const;
export type BackboneVariant = (typeof backboneVariants)[number];
export type SamplerVariant = (typeof samplerVariants)[number];
export type NetworkVariant = (typeof networkVariants)[number];

/** All of a training but the seed of the network. */
type CheckpointTraining = Omit<TrainClassifierOptions, 'seed'>;

/** Which images a checkpoint was trained on, and how. */
export interface CheckpointRecipe {
  readonly dataSetOptions: { readonly seed: number } & TrainClassifierOptions['dataSetOptions'];
  /** Loads the data set with those options. */
  readonly load: () => Promise<ImageDataSet>;
  /** Loads the training images there would be without the long tail, equally many of each class: for the empirical bound. */
  readonly loadBalanced: () => Promise<ImageSplit>;
  readonly training: CheckpointTraining;
  /** That of the other networks. */
  readonly variants?: Readonly<Partial<Record<NetworkVariant, CheckpointTraining>>>;
}

// One set of images for all checkpoints: only the networks differ, so that it is drawn once.
const glyphOptions = { seed: 0, difficulty: 1.1 };
const fashionOptions = { seed: 0, imbalance: 100, validationPerClass: 100 };
// Decay by validation, seed 0: 1e-3 gave 66.9 % there and 94.1 % on training images, 1.5e-3 67.6 % and 91.7 % (means over
// classes). With 1e-3 two of three seeds passed 95 % on training images. Over all training rows both are at 98 to 99 %.
const glyphTraining: CheckpointTraining = {
  backbone: residualGlyphNet({ width: 16 }),
  epochs: 15,
  weightDecay: 1.5e-3,
};

/** The recipes behind the files in `benchmarks/checkpoints`. */
export const checkpointRecipes: Readonly<Record<CheckpointDataSet, CheckpointRecipe>> = {
  'glyph-lt': {
    dataSetOptions: glyphOptions,
    load: () => glyphLongTail(glyphOptions),
    loadBalanced: async () => (await glyphLongTail(glyphOptions)).splits.full,
    training: glyphTraining,
    variants: {
      'square-root': { ...glyphTraining, sampler: 'square-root' },
      'class-balanced': { ...glyphTraining, sampler: 'class-balanced' },
      'progressively-balanced': { ...glyphTraining, sampler: 'progressively-balanced' },
      // Half as many epochs, so that each is trained in minutes; the width of the ResNet makes a file of less than 400 kB.
      'glyph-net-8': { backbone: residualGlyphNet({ width: 8 }), epochs: 8, weightDecay: 1.5e-3 },
      'resnet-10': { backbone: resNet({ depth: 10, width: 12, channels: 1 }), epochs: 8, weightDecay: 1.5e-3 },
    },
  },
  'fashion-mnist-lt': {
    dataSetOptions: fashionOptions,
    load: () => fashionMnistLongTail(fashionOptions),
    // The seed being the same, so are the images set aside for validation.
    loadBalanced: async () => (await fashionMnistLongTail({ ...fashionOptions, imbalance: 1 })).splits.train,
    // Seed 0, validation, and training rows: decay 5e-3 without views 83.7 % and 99.0 %, with them 71.8 % and 93.6 %; 2e-3 with them
    // 81.8 % and 94.7 %. The first scores best and is not taken: it knows its training images by heart.
    training: {
      backbone: residualGlyphNet({ width: 16 }),
      epochs: 12,
      weightDecay: 2e-3,
      augmentation: { shift: 2, rotation: 0, scale: 1, flip: true },
    },
  },
};

/**
 * How a network of a data set was trained.
 *
 * @throws RangeError when the data set has no such variant
 */
export function trainingOf(dataSet: CheckpointDataSet, variant?: NetworkVariant): CheckpointTraining {
  const { training, variants } = checkpointRecipes[dataSet];
  const wanted = variant === undefined ? training : variants?.[variant];
  if (wanted) return wanted;
  throw new RangeError(`trainingOf: \`dataSet\` must have ${variant} networks, got ${dataSet}`);
}
