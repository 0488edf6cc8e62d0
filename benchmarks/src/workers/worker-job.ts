import type { ArmAblation, ArmTask } from '../experiments/component-ablation/ablate-arm.js';
import type { NetworkComparison } from '../experiments/optimizers/compare-optimizers.js';
import type { CachedNetwork, FrozenNetwork } from '../experiments/stage-two-features.js';

/** What a thread can be asked to do. */
export type WorkerJob =
  | {
      readonly kind: 'extract-features';
      readonly task: { readonly network: FrozenNetwork; readonly folder: string };
    }
  | { readonly kind: 'ablate-arm'; readonly task: ArmTask }
  | { readonly kind: 'compare-optimizers'; readonly task: CachedNetwork };

/** What each kind of job ends with. */
export interface WorkerResults {
  readonly 'extract-features': null;
  readonly 'ablate-arm': ArmAblation;
  readonly 'compare-optimizers': NetworkComparison;
}

/** What a thread says. */
export type WorkerMessage<Kind extends keyof WorkerResults> =
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'result'; readonly result: WorkerResults[Kind] };
