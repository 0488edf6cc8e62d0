import type { FeatureBatch } from './feature-source.js';

// D features.

/** Sums over rows of `x - pivot` and of its square. */
export interface SumsAround {
  /** [D] */
  readonly differences: Float64Array;
  /** [D] */
  readonly squaredDifferences: Float64Array;
}

/** Sums around a pivot [D] over the rows of a batch with a label. */
export type SumAround = (batch: FeatureBatch, pivot: Float64Array) => SumsAround;

/** What the kernel of that name computes, to the last bit. */
export const sumAround: SumAround = ({ rows, features, labels }, pivot) => {
  const featureSize = pivot.length;
  const differences = new Float64Array(featureSize);
  const squaredDifferences = new Float64Array(featureSize);
  const starts: number[] = [];
  for (let row = 0; row < rows; row++) if (labels[row] >= 0) starts.push(row * featureSize);
  // Four rows at a time, so that sums are loaded and stored a quarter as often.
  for (let i = 0; i < starts.length; i += 4) {
    const [a, b, c, e] = [0, 1, 2, 3].map((next) => starts[i + next] ?? -1);
    for (let d = 0; d < featureSize; d++) {
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
};
