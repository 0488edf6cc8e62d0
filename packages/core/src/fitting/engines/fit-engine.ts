import type { AlignmentSetting } from '../host-objective.js';
import type { RowStore } from '../row-store.js';

/** What computes loss and gradients of the batches of a fit. */
export interface FitEngine {
  /** Its name, like `host-float64`: another one may differ in the last digits. */
  readonly kernel: string;
  /** Rows of the training source, to be computed with under a setting. One at a time. */
  rows(setting: AlignmentSetting): RowStore;
  /** Frees what it holds; nothing is computed any more. */
  close(): Promise<void>;
}
