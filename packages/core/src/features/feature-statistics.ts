import type { FeatureBatch, FeatureSource } from './feature-source.js';
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
 * not 0/0. One pass in float64, view after view in blocks of 4,096 rows: how rows are stored changes no bit.
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
    for await (const batch of iterateBatches(source, { view })) sums.add(batch);
  }
  return sums.statistics();
}

/** Statistics of rows that come in batches. */
export interface FeatureSums {
  add(batch: FeatureBatch): void;
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
    add({ rows, features, labels }) {
      const starts: number[] = [];
      for (let row = 0; row < rows; row++) if (labels[row] >= 0) starts.push(row * featureSize);
      const added = starts.length;
      if (added === 0) return;
      const pivot = count > 0 ? mean.slice() : Float64Array.from(features.subarray(starts[0], starts[0] + featureSize));
      const { differences, squaredDifferences } = sumAround(pivot, features, starts);
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

/** Sums of `x - pivot` and of its square over rows, given where each begins. */
function sumAround(
  pivot: Float64Array,
  features: Float32Array,
  starts: readonly number[],
): { differences: Float64Array; squaredDifferences: Float64Array } {
  const differences = new Float64Array(pivot.length);
  const squaredDifferences = new Float64Array(pivot.length);
  // Four rows at a time, so that sums are loaded and stored a quarter as often.
  for (let i = 0; i < starts.length; i += 4) {
    const [a, b, c, e] = [0, 1, 2, 3].map((next) => starts[i + next] ?? -1);
    for (let d = 0; d < pivot.length; d++) {
      const p = pivot[d];
      const first = features[a + d] - p;
      const second = b < 0 ? 0 : features[b + d] - p;
      const third = c < 0 ? 0 : features[c + d] - p;
      const fourth = e < 0 ? 0 : features[e + d] - p;
      differences[d] += first + second + (third + fourth);
      squaredDifferences[d] += first * first + second * second + (third * third + fourth * fourth);
    }
  }
  return { differences, squaredDifferences };
}
