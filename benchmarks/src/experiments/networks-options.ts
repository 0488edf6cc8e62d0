import type { BackendName } from '@disalign/core';
import type { CheckpointDataSet } from '../checkpoints/checkpoint-recipe.js';

/** What an experiment on several networks of one data set is given. */
export interface NetworksOptions {
  readonly dataSet: CheckpointDataSet;
  readonly networkSeeds: readonly number[];
  readonly backend: BackendName | 'auto';
  /** Told how far the work on one network is. */
  readonly onProgress: (network: string, text: string, share: number) => void;
  readonly signal?: AbortSignal;
}
