import type { AblationTask, NetworkAblation } from '../experiments/component-ablation/ablate-network.js';
import type { FrozenNetwork } from '../experiments/stage-two-features.js';
import type { OptimizerRun } from '../experiments/optimizers/optimizer-comparison.js';

/** What a thread can be asked to do. */
export type WorkerJob =
  | { readonly kind: 'ablate-network'; readonly task: AblationTask }
  | { readonly kind: 'compare-optimizers'; readonly task: FrozenNetwork };

/** What each kind of job ends with. */
export interface WorkerResults {
  readonly 'ablate-network': NetworkAblation;
  readonly 'compare-optimizers': readonly OptimizerRun[];
}

/** What a thread says. */
export type WorkerMessage<Kind extends keyof WorkerResults> =
  | { readonly kind: 'progress'; readonly text: string; readonly share: number }
  | { readonly kind: 'result'; readonly result: WorkerResults[Kind] };
