import type { BootstrapIntervals, ByShotGroup } from '@disalign/core';
import type { CheckpointDataSet } from '../../checkpoints/checkpoint-recipe.js';

/** One run of one arm: a network seed and a stage-2 seed. Accuracies are means over classes, as shares. */
export interface AblationRun {
  readonly networkSeed: number;
  readonly fitSeed: number;
  /** Chosen on validation; null where there is none to choose. */
  readonly rho: number | null;
  readonly test: ByShotGroup<number | null>;
  readonly validation: number;
}

/** A row of the table. */
export interface AblationRow {
  readonly arm: string;
  readonly trainedParameters: number;
  readonly runs: readonly AblationRun[];
  readonly mean: ByShotGroup<number | null>;
  /** Standard deviation (n - 1) of the means of the networks. */
  readonly deviationOverNetworks: ByShotGroup<number | null>;
  /** Root of the mean variance over stage-2 seeds within a network. */
  readonly deviationOverFits: ByShotGroup<number | null>;
  /** Test accuracy minus that of the baseline, 95 % paired intervals over test images; null for the baseline. */
  readonly overBaseline: BootstrapIntervals | null;
}

/** The component ablation (paper Table 5) on one data set. */
export interface ComponentAblation {
  readonly dataSet: CheckpointDataSet;
  readonly classes: number;
  readonly testImages: number;
  readonly classesByGroup: { readonly many: number; readonly medium: number; readonly few: number };
  /** Share of stage 2's training rows that each network gets right as it is. */
  readonly trainAccuracy: readonly number[];
  readonly rows: readonly AblationRow[];
}
