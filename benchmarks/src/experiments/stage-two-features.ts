import { startBackend, type BackendName, type FeatureSource, type LinearHeadArrays } from '@disalign/core';
import { extractFeatures, loadClassifier, type ImageSplit } from '@disalign/classification';
import { checkpointPath } from '../checkpoints/checkpoint-path.js';
import { checkpointRecipes, type CheckpointDataSet } from '../checkpoints/checkpoint-recipe.js';

/** Views of a training image that stage 2 sees: itself and one that stage 1 has not seen. */
const TRAINING_VIEWS = 2;

/** A frozen network, named by its data set and seed, and what it runs on. */
export interface FrozenNetwork {
  readonly dataSet: CheckpointDataSet;
  readonly networkSeed: number;
  readonly backend: BackendName | 'auto';
}

/** What stage 2 is given: features, logits and labels of the three splits, and the frozen head. */
export interface StageTwoFeatures {
  readonly train: FeatureSource;
  readonly validation: FeatureSource;
  readonly test: FeatureSource;
  readonly head: LinearHeadArrays;
  /** [K] */
  readonly trainCounts: readonly number[];
}

/**
 * Runs a frozen network over the images of its data set, once.
 *
 * @param onProgress share of the images that are done
 */
export async function stageTwoFeatures(
  { dataSet, networkSeed, backend }: FrozenNetwork,
  onProgress: (share: number) => void = () => {},
): Promise<StageTwoFeatures> {
  await startBackend(backend);
  const recipe = checkpointRecipes[dataSet];
  const { splits, trainCounts } = await recipe.load();
  const classifier = await loadClassifier(checkpointPath(dataSet, networkSeed));
  const total = TRAINING_VIEWS * splits.train.count + splits.validation.count + splits.test.count;
  let before = 0;
  const extract = async (split: ImageSplit, views: number) => {
    const source = await extractFeatures(classifier, split, {
      views,
      augmentation: recipe.training.augmentation ?? {},
      onProgress: ({ done }) => onProgress((before + views * done) / total),
    });
    before += views * split.count;
    return source;
  };
  const train = await extract(splits.train, TRAINING_VIEWS);
  const validation = await extract(splits.validation, 1);
  const test = await extract(splits.test, 1);
  const { weight, bias } = classifier.head;
  const head = { classes: train.classes, featureSize: train.featureSize, weight, bias };
  return { train, validation, test, head, trainCounts };
}
