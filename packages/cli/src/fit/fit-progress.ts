import type { FitProgress } from '@disalign/core';

/** How far a task is. */
export interface TaskProgress {
  /** From 0 to 1. */
  readonly share: number;
  /** What it does just now. */
  readonly text: string;
}

/** How far a fit is. */
export function fitProgress({ rho, candidates, step, totalSteps, loss }: FitProgress): TaskProgress {
  const { done, total } = candidates;
  // The last of a search is fitted once more.
  const fits = total === 0 ? 1 : total + 1;
  return { share: (done + step / Math.max(totalSteps, 1)) / fits, text: `rho ${rho}, loss ${loss.toPrecision(4)}` };
}
