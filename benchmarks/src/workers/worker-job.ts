import type { ArmAblation, ArmTask } from '../experiments/component-ablation/ablate-arm.js';
import type { MeasuredMethod, MethodTask } from '../experiments/methods/method-run.js';
import type { NetworkComparison } from '../experiments/optimizers/compare-optimizers.js';
import type { FeatureOrigin } from '../experiments/feature-origin.js';
import type { FrozenNetwork } from '../experiments/stage-two-features.js';

/** A network to be run over images, and where to. */
export interface ExtractTask {
  readonly network: FrozenNetwork;
  readonly folder: string;
}

/** What a thread can be asked to do. */
export type WorkerJob =
  | { readonly kind: 'extract-features'; readonly task: ExtractTask }
  | { readonly kind: 'extract-balanced'; readonly task: ExtractTask }
  | { readonly kind: 'ablate-arm'; readonly task: ArmTask }
  | { readonly kind: 'measure-method'; readonly task: MethodTask }
  | { readonly kind: 'compare-optimizers'; readonly task: FeatureOrigin };

/** What each kind of job ends with. */
export interface WorkerResults {
  readonly 'extract-features': null;
  readonly 'extract-balanced': null;
  readonly 'ablate-arm': ArmAblation;
  readonly 'measure-method': MeasuredMethod;
  readonly 'compare-optimizers': NetworkComparison;
}

/** What a thread says. */
export type WorkerMessage<Kind extends keyof WorkerResults> =
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'result'; readonly result: WorkerResults[Kind] };
