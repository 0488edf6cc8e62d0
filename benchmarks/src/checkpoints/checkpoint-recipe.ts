import {
  fashionMnistLongTail,
  glyphLongTail,
  residualGlyphNet,
  type ImageDataSet,
  type TrainClassifierOptions,
} from '@disalign/classification';

/** Data sets of which trained classifiers come with the benchmarks. */
export const checkpointDataSets = ['glyph-lt', 'fashion-mnist-lt'] as const;
export type CheckpointDataSet = (typeof checkpointDataSets)[number];

/** Which images a checkpoint was trained on, and how. */
export interface CheckpointRecipe {
  readonly dataSetOptions: { readonly seed: number } & TrainClassifierOptions['dataSetOptions'];
  /** Loads the data set with those options. */
  readonly load: () => Promise<ImageDataSet>;
  /** All of the training but the seed of the network. */
  readonly training: Omit<TrainClassifierOptions, 'seed'>;
}

// One set of images for all checkpoints: only the networks differ, so that it is drawn once.
const glyphOptions = { seed: 0, difficulty: 1.1 };
const fashionOptions = { seed: 0, imbalance: 100, validationPerClass: 100 };

/** The recipes behind the files in `benchmarks/checkpoints`. */
export const checkpointRecipes: Readonly<Record<CheckpointDataSet, CheckpointRecipe>> = {
  'glyph-lt': {
    dataSetOptions: glyphOptions,
    load: () => glyphLongTail(glyphOptions),
    training: { backbone: residualGlyphNet({ width: 16 }), epochs: 15, weightDecay: 1e-3 },
  },
  'fashion-mnist-lt': {
    dataSetOptions: fashionOptions,
    load: () => fashionMnistLongTail(fashionOptions),
    // Chosen on validation images so that the training images are not learned by heart, as they are without the views.
    training: {
      backbone: residualGlyphNet({ width: 16 }),
      epochs: 12,
      weightDecay: 2e-3,
      augmentation: { shift: 2, rotation: 0, scale: 1, flip: true },
    },
  },
};
