import type { FeatureBatch, FeatureSource } from './feature-source.js';
import { iterateBatches } from './iterate-batches.js';
import { sumAround, type SumAround } from './sum-around.js';

// D features.

/** Rows that are summed together: in the cache of a processor, and still many. */
export const STATISTICS_ROWS = 512;

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
 * not 0/0. One pass in float64, view after view in blocks of 512 rows: how rows are stored changes no bit.
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
  const sums = sumFeatures(source.featureSize);
  for (let view = 0; view < source.views; view++) {
    for await (const batch of iterateBatches(source, { view, batchRows: STATISTICS_ROWS })) sums.add(batch, sumAround);
  }
  return sums.statistics();
}

/** Statistics of rows that come in batches. */
export interface FeatureSums {
  /** By whatever sums. */
  add(batch: FeatureBatch, sum: SumAround): void;
  /** @throws RangeError when no row was counted */
  statistics(): FeatureStatistics;
}

/**
 * Adds up features, for whoever walks a source anyway. Each batch is summed around the mean of those before, and joined to them
 * by the update of Chan, Golub and LeVeque, which keeps the digits of a small spread around a large mean.
 */
export function sumFeatures(featureSize: number): FeatureSums {
  const mean = new Float64Array(featureSize);
  const squares = new Float64Array(featureSize);
  let count = 0;
  return {
    add(batch, sum) {
      const first = batch.labels.findIndex((label) => label >= 0);
      if (first < 0) return;
      const added = batch.labels.reduce((labelled, label) => labelled + Number(label >= 0), 0);
      const pivot = count > 0 ? mean.slice() : Float64Array.from(rowOf(batch.features, first, featureSize));
      const { differences, squaredDifferences } = sum(batch, pivot);
      const total = count + added;
      for (let d = 0; d < featureSize; d++) {
        const shift = differences[d] / added;
        const within = Math.max(squaredDifferences[d] - shift * differences[d], 0);
        squares[d] += within + (count > 0 ? shift * shift * ((count * added) / total) : 0);
        mean[d] = pivot[d] + shift * (count > 0 ? added / total : 1);
      }
      count = total;
    },
    statistics() {
      if (count === 0)
        throw new RangeError('featureStatistics: `source` must have a row that is not ignored, got none');
      return { count, mean, deviation: squares.map((sum) => (sum > 0 ? Math.sqrt(sum / count) : 1)) };
    },
  };
}

function rowOf(features: Float32Array, row: number, featureSize: number): Float32Array {
  return features.subarray(row * featureSize, (row + 1) * featureSize);
}
