import type { BootstrapIntervals, ByShotGroup } from '@disalign/core';
import type { RunStatistics } from '../run-statistics.js';

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
export interface AblationRow extends RunStatistics {
  readonly arm: string;
  readonly trainedParameters: number;
  readonly runs: readonly AblationRun[];
  /** Test accuracy minus that of the baseline, 95 % paired intervals over test images; null for the baseline. */
  readonly overBaseline: BootstrapIntervals | null;
}

/** The component ablation (paper Table 5) on one data set. */
export interface ComponentAblation {
  /** Its name, or that of a dump. */
  readonly dataSet: string;
  readonly classes: number;
  readonly testImages: number;
  readonly classesByGroup: { readonly many: number; readonly medium: number; readonly few: number };
  /** Share of stage 2's training rows that each network gets right as it is. */
  readonly trainAccuracy: readonly number[];
  readonly rows: readonly AblationRow[];
}
