import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  evaluateClassifier,
  saveClassifier,
  trainClassifier,
  type TrainedClassifier,
  type TrainingProgress,
} from '@disalign/classification';
import { startBackend, type BackendName } from '@disalign/core';
import { checkpointPath } from './checkpoint-path.js';
import { checkpointRecipes, trainingOf, type CheckpointDataSet, type NetworkVariant } from './checkpoint-recipe.js';

export interface RetrainCheckpointsOptions {
  readonly dataSet: CheckpointDataSet;
  /** Default: the network of the experiments. */
  readonly variant?: NetworkVariant;
  /** One network for each. */
  readonly seeds: readonly number[];
  /** Default `auto`. */
  readonly backend?: BackendName | 'auto';
  /** Where a network's file is written. Default: its place among the checkpoints of the benchmarks. */
  readonly pathOf?: (seed: number) => string;
  readonly onProgress?: (progress: TrainingProgress & { readonly seed: number }) => void;
  readonly signal?: AbortSignal;
}

/** A checkpoint that was written. */
export interface RetrainedCheckpoint {
  readonly seed: number;
  readonly path: string;
  readonly metrics: TrainedClassifier['metrics'];
}

/** Trains the classifiers of a data set anew, and writes each as F16 as soon as it is done. Test accuracies are kept with it. */
export async function retrainCheckpoints(options: RetrainCheckpointsOptions): Promise<RetrainedCheckpoint[]> {
  const { dataSet, variant, seeds, backend = 'auto', onProgress, signal } = options;
  const pathOf = options.pathOf ?? ((seed: number) => checkpointPath(dataSet, seed, variant));
  const recipe = checkpointRecipes[dataSet];
  const { device } = await startBackend(backend);
  const data = await recipe.load();
  const written: RetrainedCheckpoint[] = [];
  for (const seed of seeds) {
    const trained = await trainClassifier(data, {
      ...trainingOf(dataSet, variant),
      seed,
      dataSetOptions: recipe.dataSetOptions,
      onProgress: (progress) => onProgress?.({ ...progress, seed }),
      signal,
    });
    const { accuracy, meanClassAccuracy } = await evaluateClassifier(trained, data.splits.test, { signal });
    const test = { accuracy, meanClassAccuracy };
    const metrics = { ...trained.metrics, accuracy: { ...trained.metrics.accuracy, test } };
    const path = pathOf(seed);
    await mkdir(dirname(path), { recursive: true });
    const environment = { ...trained.environment, device };
    await saveClassifier(path, { ...trained, environment, metrics }, { dtype: 'F16' });
    written.push({ seed, path, metrics });
  }
  return written;
}
