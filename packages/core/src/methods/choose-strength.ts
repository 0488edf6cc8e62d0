import type { FeatureSource } from '../features/feature-source.js';
import { accuracyUnderPrior } from '../metrics/accuracy-under-prior.js';
import { targetShares } from '../reweighting/target-shares.js';
import type { MethodOptions, MethodOutcome } from './method.js';
import { scoreOutcome } from './score-method.js';

/** How a strength is chosen. */
export interface StrengthSearch {
  /** Values in rising order. */
  readonly grid: readonly number[];
  readonly validation: FeatureSource;
  /** [K] training samples per class: what the target prior is made of. */
  readonly counts: readonly number[];
  readonly outcomeAt: (strength: number) => MethodOutcome;
}

/**
 * The strength with the best accuracy under the target prior on validation rows (for `uniform` the mean per-class accuracy),
 * the smallest of equals.
 */
export async function chooseStrength(search: StrengthSearch, options: MethodOptions): Promise<number> {
  const { grid, validation, counts, outcomeAt } = search;
  const { targetPrior = 'uniform', zeroCounts, onProgress, signal } = options;
  const prior = targetShares(targetPrior, counts, zeroCounts);
  let best = { strength: NaN, accuracy: -Infinity };
  for (const [i, strength] of grid.entries()) {
    const scored = await scoreOutcome(validation, outcomeAt(strength));
    const accuracy = accuracyUnderPrior(scored.counts, prior) ?? -1;
    if (accuracy > best.accuracy) best = { strength, accuracy };
    onProgress?.((i + 1) / grid.length);
    signal?.throwIfAborted();
  }
  return best.strength;
}

/** 0, step, 2 step, ... up to `last`, without the drift of repeated addition. */
export function evenGrid(last: number, stepsPerUnit: number): number[] {
  return Array.from({ length: last * stepsPerUnit + 1 }, (_, i) => i / stepsPerUnit);
}
