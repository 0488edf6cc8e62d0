import type { BackendName } from '@disalign/core';
import type { CheckpointDataSet } from '../checkpoints/checkpoint-recipe.js';

/** What an experiment on several networks of one data set is given. */
export interface NetworksOptions {
  readonly dataSet: CheckpointDataSet;
  readonly networkSeeds: readonly number[];
  readonly backend: BackendName;
  /** Told which share of a task is done. */
  readonly onProgress: (task: string, share: number) => void;
  readonly signal?: AbortSignal;
}
