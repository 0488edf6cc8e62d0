import type { AlignmentSetting } from '../host-objective.js';
import type { LoadedRows, RowStore } from '../row-store.js';
import type { OptimizedGroup, OptimizerState, OptimizerStep } from '../optimizer.js';
import type { SgdSettings } from '../sgd-batches.js';

/** What gradient descent minimises on the training source of an engine. */
export interface EngineProblem {
  readonly setting: AlignmentSetting;
  readonly groups: readonly OptimizedGroup[];
}

/** What takes the steps of gradient descent on a training source. */
export interface FitEngine {
  /** Its name, like `host-float64`: another one may differ in the last digits. */
  readonly kernel: string;
  /** See `runSgd`. One at a time. */
  descend(problem: EngineProblem, settings: SgdSettings, start: OptimizerState): AsyncGenerator<OptimizerStep>;
  /** Frees what it holds; nothing is computed any more. */
  close(): Promise<void>;
}

/** An engine that gives the sums of each batch to the host. */
export interface SummingEngine extends FitEngine {
  /** Rows of the training source, to be computed with under a setting. One at a time. */
  rows(setting: AlignmentSetting): RowStore<LoadedRows>;
}
