import type { BootstrapInterval, FitSettingsInput } from '@disalign/core';

/** Ways to fit the full calibration that are compared, each with the first. */
export const comparedOptimizers = {
  'gradient descent, a rate per part': { kind: 'sgd' },
  'gradient descent, one rate 0.03': { kind: 'sgd', learningRate: 0.03 },
  'L-BFGS': { kind: 'lbfgs' },
} as const satisfies Record<string, FitSettingsInput['optimizer']>;

export type ComparedOptimizer = keyof typeof comparedOptimizers;
export const comparedNames = Object.keys(comparedOptimizers) as readonly ComparedOptimizer[];

/** Values of rho that each is tried with; the best on validation counts. */
export const comparedRhos = [0.5, 1, 1.5, 2] as const;

/** One way on one network, at the rho that is best for it on validation. Accuracies are means over classes, as shares. */
export interface OptimizerRun {
  readonly networkSeed: number;
  readonly rho: number;
  readonly validation: number;
  /** Seconds of one fit, the median over the values of rho. */
  readonly seconds: number;
}

/** One way on all networks. */
export interface OptimizerRow {
  readonly optimizer: ComparedOptimizer;
  readonly runs: readonly OptimizerRun[];
  /** Validation accuracy minus that of the first, 95 % paired interval over validation images; null for the first. */
  readonly overFirst: BootstrapInterval | null;
}

/** All ways on one data set. */
export interface OptimizerComparison {
  /** Its name, or that of a dump. */
  readonly dataSet: string;
  readonly validationImages: number;
  readonly rows: readonly OptimizerRow[];
}
