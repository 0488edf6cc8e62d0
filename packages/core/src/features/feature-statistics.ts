import type { FeatureSource } from './feature-source.js';
import { iterateBatches } from './iterate-batches.js';

// D features.

/** What standardises a feature: `(x - mean) / deviation`. */
export interface FeatureStatistics {
  /** Rows times views that were counted. */
  readonly count: number;
  /** [D] */
  readonly mean: Float64Array;
  /** [D], positive. */
  readonly deviation: Float64Array;
}

/**
 * Mean and deviation of each feature over all views of all rows, those to be ignored left out.
 *
 * `deviation = sqrt(sum (x - mean)^2 / count)`; where a feature is constant it is 1, so that standardising gives 0 and
 * not 0/0. One pass in float64 by Welford's update, row after row, view after view: how rows are stored or batched changes no bit.
 *
 * @throws RangeError when there is no row to count; what the source throws
 *
 * @example
 * ```ts
 * import { featuresInMemory, featureStatistics } from '@disalign/core';
 * const source = featuresInMemory({ features: [[1, 7], [3, 7]], logits: [[0, 3], [3, 0]], labels: [1, 0] });
 * const { mean, deviation } = await featureStatistics(source); // [2, 7] and [1, 1]
 * ```
 */
export async function featureStatistics(source: FeatureSource): Promise<FeatureStatistics> {
  const { featureSize, views } = source;
  const mean = new Float64Array(featureSize);
  const squares = new Float64Array(featureSize);
  let count = 0;
  for (let view = 0; view < views; view++) {
    for await (const { rows, features, labels } of iterateBatches(source, { view })) {
      for (let row = 0; row < rows; row++) {
        if (labels[row] < 0) continue;
        count++;
        for (let d = 0, at = row * featureSize; d < featureSize; d++, at++) {
          const difference = features[at] - mean[d];
          mean[d] += difference / count;
          squares[d] += difference * (features[at] - mean[d]);
        }
      }
    }
  }
  if (count === 0) throw new RangeError('featureStatistics: `source` must have a row that is not ignored, got none');
  const deviation = squares.map((sum) => (sum > 0 ? Math.sqrt(sum / count) : 1));
  return { count, mean, deviation };
}
