/** Linear warm-up: the learning rate starts at `startFactor` of the schedule's and reaches it after `steps` steps. */
export interface WarmUp {
  readonly steps: number;
  /** Default 0.001. */
  readonly startFactor?: number;
}

/**
 * How the learning rate goes over a fit of T steps:
 * - `constant`;
 * - `cosine`: `base (1 + cos(pi t / T)) / 2`, per step or held through each epoch;
 * - `multistep`: times `factor` (default 0.1) at each step of `milestones`;
 * - `poly`: `(base - minimum) (1 - t / T)^power + minimum` (power 0.9, minimum 0 by default).
 */
export type Schedule = { readonly warmUp?: WarmUp } & (
  | { readonly kind: 'constant' }
  | { readonly kind: 'cosine'; readonly per?: 'step' | 'epoch' }
  | { readonly kind: 'multistep'; readonly milestones: readonly number[]; readonly factor?: number }
  | { readonly kind: 'poly'; readonly power?: number; readonly minimum?: number }
);

/** Where a fit stands: `step` of `totalSteps`, in epochs of `stepsPerEpoch`. */
export interface FitPosition {
  readonly step: number;
  readonly totalSteps: number;
  readonly stepsPerEpoch: number;
}

/**
 * Learning rate of a step (t = 0 is the first).
 *
 * @example
 * import { learningRateAt } from '@disalign/core';
 * learningRateAt({ kind: 'cosine' }, 0.1, { step: 5, totalSteps: 10, stepsPerEpoch: 5 }); // 0.05
 */
export function learningRateAt(schedule: Schedule, base: number, position: FitPosition): number {
  const { step } = position;
  const rate = scheduledRate(schedule, base, position);
  if (!schedule.warmUp || step >= schedule.warmUp.steps) return rate;
  const { steps, startFactor = 0.001 } = schedule.warmUp;
  return rate * (startFactor + ((1 - startFactor) * step) / steps);
}

function scheduledRate(schedule: Schedule, base: number, { step, totalSteps, stepsPerEpoch }: FitPosition): number {
  switch (schedule.kind) {
    case 'constant':
      return base;
    case 'cosine': {
      const held = schedule.per === 'epoch' ? Math.floor(step / stepsPerEpoch) * stepsPerEpoch : step;
      return (base * (1 + Math.cos((Math.PI * held) / totalSteps))) / 2;
    }
    case 'multistep':
      return base * (schedule.factor ?? 0.1) ** schedule.milestones.filter((milestone) => step >= milestone).length;
    case 'poly': {
      const { power = 0.9, minimum = 0 } = schedule;
      return (base - minimum) * (1 - step / totalSteps) ** power + minimum;
    }
  }
}
