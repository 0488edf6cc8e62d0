import type { FeatureBatch, FeatureSource } from '../features/feature-source.js';
import type { LossReduction } from '../losses/alignment-loss.js';

/** Sums over a batch: they add up over batches, and the loss is `loss / divisor`. */
export interface ObjectiveSums {
  readonly loss: number;
  /** What the loss is divided by, as the reduction says. */
  readonly divisor: number;
  /** Gradient of `loss` by the parameter vector. */
  readonly gradient: Float64Array;
  /** Valid rows. */
  readonly count: number;
  /** Sum of the confidences of the valid rows. */
  readonly confidence: number;
}

/** What an optimiser minimises: a sum over rows that depends on a vector of parameters. */
export interface Objective {
  evaluate(parameters: Float64Array, batch: FeatureBatch): ObjectiveSums | Promise<ObjectiveSums>;
}

/** Rows read at once when a whole source is walked. */
export const BLOCK_ROWS = 4096;

/**
 * The objective over every row and view of a source, in blocks of {@link BLOCK_ROWS} global rows: the order of the sums,
 * and so the result, does not depend on how the rows are stored.
 */
export async function evaluateAll(
  objective: Objective,
  source: FeatureSource,
  parameters: Float64Array,
): Promise<ObjectiveSums> {
  const gradient = new Float64Array(parameters.length);
  let [loss, divisor, count, confidence] = [0, 0, 0, 0];
  for (let view = 0; view < source.views; view++) {
    for (let start = 0; start < source.rows; start += BLOCK_ROWS) {
      const batch = await source.read({ start, end: Math.min(start + BLOCK_ROWS, source.rows) }, view);
      const sums = await objective.evaluate(parameters, batch);
      sums.gradient.forEach((value, i) => (gradient[i] += value));
      loss += sums.loss;
      divisor += sums.divisor;
      count += sums.count;
      confidence += sums.confidence;
    }
  }
  return { loss, divisor, gradient, count, confidence };
}

/** What the sums of a batch are divided by under each reduction. */
export function divisorOf(reduction: LossReduction, sums: { weight: number; count: number; rows: number }): number {
  return { weights: sums.weight, count: sums.count, all: sums.rows }[reduction];
}
