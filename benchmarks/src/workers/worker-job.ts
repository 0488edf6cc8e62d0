import type { ArmAblation, ArmTask } from '../experiments/component-ablation/ablate-arm.js';
import type { MeasuredMethod, MethodTask } from '../experiments/methods/method-run.js';
import type { DetectorRow } from '../experiments/table8/compare-arms.js';
import type { DetectorResult, DetectorTask } from '../experiments/table8/detector-task.js';
import type { SceneRegionsTask } from '../experiments/table8/make-scene-regions.js';
import type { NetworkComparison } from '../experiments/optimizers/compare-optimizers.js';
import type { FeatureOrigin } from '../experiments/feature-origin.js';
import type { SegmentationOutcome, SegmentationTask } from '../experiments/segmentation/run-segmentation-arms.js';
import type { SceneNetworkTask } from '../experiments/segmentation/scene-dump.js';
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
  | { readonly kind: 'compare-optimizers'; readonly task: FeatureOrigin }
  | { readonly kind: 'write-glyph-scenes'; readonly task: { readonly folder: string } }
  | {
      readonly kind: 'dump-scene-network';
      readonly task: { readonly network: SceneNetworkTask; readonly folder: string };
    }
  | { readonly kind: 'run-segmentation-arms'; readonly task: SegmentationTask }
  | { readonly kind: 'write-lvis-scenes'; readonly task: { readonly folder: string } }
  | { readonly kind: 'make-scene-regions'; readonly task: SceneRegionsTask }
  | { readonly kind: 'calibrate-detector'; readonly task: DetectorTask }
  | { readonly kind: 'compare-detector-arms'; readonly task: readonly DetectorResult[] };

/** What each kind of job ends with. */
export interface WorkerResults {
  readonly 'extract-features': null;
  readonly 'extract-balanced': null;
  readonly 'ablate-arm': ArmAblation;
  readonly 'measure-method': MeasuredMethod;
  readonly 'compare-optimizers': NetworkComparison;
  readonly 'write-glyph-scenes': null;
  readonly 'dump-scene-network': null;
  readonly 'run-segmentation-arms': SegmentationOutcome;
  readonly 'write-lvis-scenes': null;
  readonly 'make-scene-regions': null;
  readonly 'calibrate-detector': DetectorResult;
  readonly 'compare-detector-arms': DetectorRow;
}

/** What a thread says. */
export type WorkerMessage<Kind extends keyof WorkerResults> =
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'result'; readonly result: WorkerResults[Kind] };
