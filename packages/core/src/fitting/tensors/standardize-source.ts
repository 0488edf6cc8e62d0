import type { FeatureSource } from '../../features/feature-source.js';
import type { Standardization } from '../parameter-vector.js';

/** The same source with its features standardised, `(x - mean) / deviation`, as the confidence layer of a parameter vector reads them. */
export function standardizeSource(source: FeatureSource, { mean, deviation }: Standardization): FeatureSource {
  const { rows, views, classes, featureSize } = source;
  return {
    rows,
    views,
    classes,
    featureSize,
    labels: () => source.labels(),
    async read(range, view) {
      const batch = await source.read(range, view);
      const { features } = batch;
      for (let start = 0; start < features.length; start += featureSize) {
        for (let d = 0; d < featureSize; d++) features[start + d] = (features[start + d] - mean[d]) / deviation[d];
      }
      return batch;
    },
  };
}
