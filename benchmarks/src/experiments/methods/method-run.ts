import type { ByShotGroup, Calibration } from '@disalign/core';
import type { NetworkVariant } from '../../checkpoints/checkpoint-recipe.js';
import type { FeatureOrigin } from '../feature-origin.js';
import type { ComparedName, ComparedOptions } from './compared-methods.js';
import type { ComparedPrior } from './compared-prior.js';

// K classes, N test rows.

/** What is measured on each network. */
export interface MethodRequest {
  readonly method: ComparedName;
  readonly priors: readonly ComparedPrior[];
  /** Strengths that are given. Default: the method chooses. */
  readonly given?: ComparedOptions['given'];
  readonly learn?: ComparedOptions['learn'];
}

/** What is measured on networks besides those of the experiments, as far as they are there. */
export interface OtherNetworks {
  readonly variants: readonly NetworkVariant[];
  readonly requests: readonly MethodRequest[];
}

/** A request on one network, with every stage-2 seed. */
export interface MethodTask {
  readonly origin: FeatureOrigin;
  readonly request: MethodRequest;
  readonly fitSeeds: readonly number[];
}

/** A method with one stage-2 seed, fitted for one target prior, and what it does on test rows. Accuracies are shares. */
export interface MethodRun {
  readonly fitSeed: number;
  readonly prior: ComparedPrior;
  /** Strengths it was given or has chosen. */
  readonly chosen: Readonly<Record<string, number>>;
  readonly trainedParameters: number;
  /** Means over classes; overall as the prior weighs the classes. */
  readonly test: ByShotGroup<number | null>;
  /** [K] */
  readonly classAccuracy: readonly (number | null)[];
  /** [N] 1 for correct rows. */
  readonly correct: Uint8Array;
  /** null where another head was trained. */
  readonly calibration: Calibration | null;
  /** Mean over test rows of the confidence of the calibration. */
  readonly meanConfidence: number | null;
}

/** A request on one network, done. Plain data, so that it can come from a thread. */
export interface MeasuredMethod {
  readonly networkSeed: number;
  /** Left out: the network of the experiments, or that of a dump. */
  readonly variant?: NetworkVariant;
  readonly request: MethodRequest;
  /** By prior, within it by stage-2 seed: the first alone where the seed plays no part. */
  readonly runs: readonly MethodRun[];
  readonly testLabels: Int32Array;
}
