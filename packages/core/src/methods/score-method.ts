import type { FeatureSource } from '../features/feature-source.js';
import { scoreLogits, type ScoredSource } from '../fitting/score-logits.js';
import { applyOutcome } from './apply-method.js';
import type { FittedMethod, MethodOutcome } from './method.js';

/**
 * What a fitted method gets right over a labelled source, in one pass with flat memory (view 0 of each row): every method
 * is evaluated by this one path.
 *
 * @throws RangeError if the method was fitted for other sizes; what the source throws
 * @example
 * import { featuresInMemory, jointBaseline, scoreMethod, summarizeClassification } from '@disalign/core';
 * const source = featuresInMemory({ features: [[1], [2]], logits: [[0, 3], [3, 0]], labels: [1, 1] });
 * const { counts } = await scoreMethod(source, await jointBaseline.fit({ train: source }));
 * summarizeClassification(counts, [500, 10]).accuracy; // 0.5
 */
export function scoreMethod(source: FeatureSource, { outcome }: FittedMethod): Promise<ScoredSource> {
  return scoreOutcome(source, outcome);
}

/** The same for the outcome alone. */
export function scoreOutcome(source: FeatureSource, outcome: MethodOutcome): Promise<ScoredSource> {
  return scoreLogits(source, (batch) => applyOutcome(outcome, batch));
}
