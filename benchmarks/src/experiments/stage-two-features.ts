import { join } from 'node:path';
import {
  featuresInMemory,
  iterateBatches,
  startBackend,
  type BackendName,
  type FeatureSource,
  type FeatureView,
  type LinearHeadArrays,
} from '@disalign/core';
import { openFeatureShards, writeFeatureShards } from '@disalign/core/node';
import { extractFeatures, loadClassifier, type ImageSplit } from '@disalign/classification';
import { checkpointPath } from '../checkpoints/checkpoint-path.js';
import {
  checkpointRecipes,
  trainingOf,
  type CheckpointDataSet,
  type NetworkVariant,
} from '../checkpoints/checkpoint-recipe.js';

/** A frozen network, named by its data set, seed and backbone, and what it runs on. */
export interface FrozenNetwork {
  readonly dataSet: CheckpointDataSet;
  /** Left out: the network of the experiments. */
  readonly variant?: NetworkVariant;
  readonly networkSeed: number;
  readonly backend: BackendName;
}

/** What names a network: `glyph-lt-0`, `glyph-lt-resnet-10-0`. */
export function networkName({ dataSet, variant, networkSeed }: FrozenNetwork): string {
  return [dataSet, ...(variant ? [variant] : []), networkSeed].join('-');
}

/** A network whose features lie in a folder. */
export interface CachedNetwork {
  readonly network: FrozenNetwork;
  readonly featuresFolder: string;
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

/** Views of each image: of a training image itself and one that stage 1 has not seen. */
const viewsOf = { train: 2, validation: 1, test: 1 } as const;
const splitNames = ['train', 'validation', 'test'] as const;

/**
 * Runs a frozen network over the images of its data set, once, and writes what stage 2 needs into a folder.
 *
 * @param onProgress share of the images that are done
 */
export async function extractStageTwoFeatures(
  network: FrozenNetwork,
  folder: string,
  onProgress: (share: number) => void,
): Promise<null> {
  const { splits } = await checkpointRecipes[network.dataSet].load();
  await extractSplits(network, folder, {
    splits: splitNames.map((name) => ({ name, images: splits[name], views: viewsOf[name] })),
    onProgress,
  });
  return null;
}

/** The same for the training images there would be without the long tail, which the empirical bound is trained on. */
export async function extractBalancedFeatures(
  network: FrozenNetwork,
  folder: string,
  onProgress: (share: number) => void,
): Promise<null> {
  const images = await checkpointRecipes[network.dataSet].loadBalanced();
  await extractSplits(network, folder, { splits: [{ name: 'balanced', images, views: 1 }], onProgress });
  return null;
}

interface Extraction {
  readonly splits: readonly { readonly name: string; readonly images: ImageSplit; readonly views: number }[];
  readonly onProgress: (share: number) => void;
}

async function extractSplits(
  { dataSet, variant, networkSeed, backend }: FrozenNetwork,
  folder: string,
  { splits, onProgress }: Extraction,
): Promise<void> {
  await startBackend(backend);
  const classifier = await loadClassifier(checkpointPath(dataSet, networkSeed, variant));
  const augmentation = trainingOf(dataSet, variant).augmentation ?? {};
  const total = splits.reduce((sum, { images, views }) => sum + views * images.count, 0);
  let before = 0;
  for (const { name, images, views } of splits) {
    const source = await extractFeatures(classifier, images, {
      views,
      augmentation,
      onProgress: ({ done }) => onProgress((before + views * done) / total),
    });
    await writeFeatureShards(join(folder, name), source);
    before += views * images.count;
  }
}

/** Reads into memory what {@link extractStageTwoFeatures} has written. */
export async function readStageTwoFeatures(
  { dataSet, variant, networkSeed }: FrozenNetwork,
  folder: string,
): Promise<StageTwoFeatures> {
  const read = (name: string) => readSplit(folder, name);
  const [train, validation, test] = [await read('train'), await read('validation'), await read('test')];
  const classifier = await loadClassifier(checkpointPath(dataSet, networkSeed, variant));
  const { weight, bias } = classifier.head;
  const head = { classes: train.classes, featureSize: train.featureSize, weight, bias };
  return { train, validation, test, head, trainCounts: classifier.trainCounts };
}

/** Reads into memory what {@link extractBalancedFeatures} has written. */
export function readBalancedFeatures(folder: string): Promise<FeatureSource> {
  return readSplit(folder, 'balanced');
}

async function readSplit(folder: string, name: string): Promise<FeatureSource> {
  return keepInMemory(await openFeatureShards(join(folder, name, '*.safetensors')));
}

async function keepInMemory(source: FeatureSource): Promise<FeatureSource> {
  const views: FeatureView[] = [];
  for (let view = 0; view < source.views; view++) {
    for await (const { features, logits } of iterateBatches(source, { view, batchRows: source.rows })) {
      views.push({ features, logits });
    }
  }
  return featuresInMemory({ views, labels: await source.labels() });
}
