import type { Calibration } from '../calibration/calibration.js';
import type { FeatureSource } from '../features/feature-source.js';
import type { HeadArrays } from '../heads/head-arrays.js';
import type { LinearHeadArrays } from '../heads/linear-logits-on-host.js';
import type { ZeroCounts } from '../reweighting/check-class-counts.js';
import type { TargetPrior } from '../reweighting/target-shares.js';

// N rows, K classes, D features.

/** What a method is given. Each takes what it needs, and says by name what it lacks. */
export interface MethodData {
  /** Long-tailed rows: features and logits of the frozen network. */
  readonly train: FeatureSource;
  /** Rows to choose a strength by, best balanced ones. */
  readonly validation?: FeatureSource;
  /** [K] samples of each class that the network was trained on. Default: the rows of each class in `train`. */
  readonly counts?: ArrayLike<number>;
  /** The network's own head. */
  readonly head?: LinearHeadArrays;
  /** Balanced rows of the full data set, for the empirical bound alone. */
  readonly balanced?: FeatureSource;
}

/** What every method takes; each adds its own. */
export interface MethodOptions {
  /** One seed gives one result. Default 0. */
  readonly seed?: number;
  /**
   * How often the classes occur where the classifier will be used. Methods whose facts say that they have no target prior take
   * notice of it only where they choose a strength. Default `uniform`.
   */
  readonly targetPrior?: TargetPrior;
  /** What becomes of a class without training samples. Default `error`. */
  readonly zeroCounts?: ZeroCounts;
  /** Told the share that is done, 0 to 1. */
  readonly onProgress?: (share: number) => void;
  /** Told of known traps. Default: console.warn. */
  readonly onWarning?: (message: string) => void;
  readonly signal?: AbortSignal;
}

/** What becomes of the classifier: its logits are calibrated, or it gets another head. */
export type MethodOutcome =
  | { readonly kind: 'calibration'; readonly calibration: Calibration }
  | { readonly kind: 'head'; readonly head: HeadArrays };

/** What a method ends with: a plain value, to be applied or saved. */
export interface FittedMethod {
  /** Name of the method. */
  readonly method: string;
  readonly outcome: MethodOutcome;
  /** How many numbers were trained. */
  readonly trainedParameters: number;
  /** Strengths that were given or chosen, like `tau`. */
  readonly chosen: Readonly<Record<string, number>>;
}

/** What the paper's Table 2 says of a method. Symbols: z logits, x features, w_j weights, r_j class frequencies. */
export interface MethodFacts {
  /** As tables name it. */
  readonly title: string;
  /** The score of class j. */
  readonly score: string;
  /** What is done to the logits. */
  readonly form: 'none' | 'magnitude' | 'margin' | 'magnitude and margin' | 'new head' | 'new head, then margin';
  /** Whether the calibration is learned or made by hand. */
  readonly origin: 'none' | 'learned' | 'by hand' | 'head learned, margin by hand';
  /** Whether the amount of calibration depends on the input. */
  readonly perInput: boolean;
  /** How training rows are drawn and weighed after the first stage. */
  readonly sampling:
    | 'none'
    | 'instance-balanced'
    | 'class-balanced'
    | 'instance-balanced, re-weighted'
    | 'validation rows'
    | 'balanced data';
  /** Numbers that are trained after the first stage, by default. */
  readonly trainedParameters: {
    readonly formula: string;
    /** The same as a number. */
    readonly count: (sizes: { readonly classes: number; readonly featureSize: number }) => number;
  };
  /** Whether it can be told the target prior. */
  readonly hasTargetPrior: boolean;
  /** Where it is from. */
  readonly paper: string;
}

/** A way to make a frozen long-tailed classifier better: one interface for all that are compared. */
export interface Method<Options extends MethodOptions = MethodOptions> {
  readonly name: string;
  readonly facts: MethodFacts;
  /** @throws RangeError naming what is missing or breaks a rule; the reason of `signal` */
  fit(data: MethodData, options?: Options): Promise<FittedMethod>;
}

/** No training at all. */
export const NOTHING_TRAINED: MethodFacts['trainedParameters'] = { formula: '0', count: () => 0 };
