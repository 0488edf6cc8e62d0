import type { FeatureBatch, FeatureSource } from '../features/feature-source.js';
import type { Objective } from './objective.js';
import { countRows, type LoadedRows, placesIn, type RowStore } from './row-store.js';
import type { EpochPool } from './plan-epoch.js';

/** Rows in plain memory, gathered batch by batch for an objective. */
export function gatheringStore(source: FeatureSource, objective: Objective): RowStore<LoadedRows> {
  return {
    source,
    async load(pool, view) {
      const rows = await readPool(source, pool, view);
      return {
        evaluate: (parameters, batch) =>
          objective.evaluate(parameters, gather(rows, placesIn(pool.ranges, batch), source)),
      };
    },
  };
}

async function readPool(source: FeatureSource, { ranges }: EpochPool, view: number): Promise<FeatureBatch> {
  const { featureSize, classes } = source;
  const rows = countRows(ranges);
  const features = new Float32Array(rows * featureSize);
  const logits = new Float32Array(rows * classes);
  const labels = new Int32Array(rows);
  let place = 0;
  for (const range of ranges) {
    const batch = await source.read(range, view);
    features.set(batch.features, place * featureSize);
    logits.set(batch.logits, place * classes);
    labels.set(batch.labels, place);
    place += batch.rows;
  }
  return { rows, features, logits, labels };
}

function gather(pool: FeatureBatch, places: Int32Array, { featureSize, classes }: FeatureSource): FeatureBatch {
  const features = new Float32Array(places.length * featureSize);
  const logits = new Float32Array(places.length * classes);
  places.forEach((place, i) => {
    features.set(pool.features.subarray(place * featureSize, (place + 1) * featureSize), i * featureSize);
    logits.set(pool.logits.subarray(place * classes, (place + 1) * classes), i * classes);
  });
  return { rows: places.length, features, logits, labels: places.map((place) => pool.labels[place]) };
}
