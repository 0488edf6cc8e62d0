import type { FeatureSource } from '../features/feature-source.js';
import type { Objective } from './objective.js';

/** Where an optimiser stands after a step: all it needs to go on. A plain value; a checkpoint is this, written down. */
export interface OptimizerState {
  /** Steps done. */
  readonly step: number;
  readonly parameters: Float64Array;
  /** What the optimiser remembers: velocity, past steps. */
  readonly memory: Readonly<Record<string, Float64Array>>;
  /** Nothing is left to do. */
  readonly done: boolean;
}

/** What a batch was like before the step that was taken on it. */
export interface BatchRecord {
  /** Without weight decay. */
  readonly loss: number;
  readonly meanConfidence: number;
}

/** A step that was done, and the batch it was taken on. */
export interface OptimizerStep extends BatchRecord {
  readonly state: OptimizerState;
  /** The steps since the one told before, where not every step is told; this one left out. */
  readonly earlier?: readonly BatchRecord[];
  /** Whether a pass over the data ended here. */
  readonly endsEpoch: boolean;
  readonly totalSteps: number;
}

/** What L-BFGS minimises. */
export interface Problem {
  readonly objective: Objective;
  readonly source: FeatureSource;
  readonly groups: readonly OptimizedGroup[];
}

/** A range of the parameter vector with a learning rate and a pull of its own. Numbers outside all groups stay as they are. */
export interface OptimizedGroup {
  readonly start: number;
  readonly end: number;
  /** Ignored by L-BFGS. */
  readonly learningRate: number;
  readonly weightDecay: number;
  /** What weight decay pulls each number towards. */
  readonly decayTarget: number;
}
