import type { Progress } from '@disalign/core/node';
import type { BenchmarkSurroundings } from '../run-benchmark.js';
import type { SpeedOptions } from './speed-options.js';

/** What the parts of one run share. */
export interface SpeedRun extends BenchmarkSurroundings {
  readonly options: SpeedOptions;
  /** A Python that has PyTorch and numpy; null: none. */
  readonly python: string | null;
  readonly hasRelaxedSimd: boolean;
  readonly progress: Progress;
}
