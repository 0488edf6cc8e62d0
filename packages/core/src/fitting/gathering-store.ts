import type { FeatureBatch, FeatureSource, RowRange } from '../features/feature-source.js';
import { type PlacedRange, placeInTurn } from './copy-rows.js';
import type { Objective } from './objective.js';
import { countRows, type LoadedRows, placesIn, type RowStore } from './row-store.js';

/** Rows in plain memory. */
export interface GatheredRows {
  /** A batch of them, given by row numbers of the source. */
  gather(batch: Int32Array): FeatureBatch;
}

/** Unused rows between two ranges that are read along with them: one read of a file takes as long as copying several rows. */
const MOST_UNUSED_ROWS = 8;
/** Ranges that are read at once. */
const READS_AT_ONCE = 8;

/** Reads pools into plain memory. */
export function memoryStore(source: FeatureSource): RowStore<GatheredRows> {
  return {
    source,
    async load(pool, view) {
      const ranges = joinRanges(pool.ranges);
      const rows = await readRanges(source, ranges, view);
      return { gather: (batch) => gather(rows, placesIn(ranges, batch), source) };
    },
  };
}

/** Rows in plain memory, gathered batch by batch for an objective. */
export function gatheringStore(source: FeatureSource, objective: Objective): RowStore<LoadedRows> {
  const store = memoryStore(source);
  return {
    source,
    async load(pool, view) {
      const rows = await store.load(pool, view);
      return { evaluate: (parameters, batch) => objective.evaluate(parameters, rows.gather(batch)) };
    },
  };
}

/** Ranges in increasing order, those that lie close to each other as one. */
function joinRanges(ranges: readonly RowRange[]): RowRange[] {
  const joined: RowRange[] = [];
  for (const { start, end } of ranges) {
    const last = joined.at(-1);
    if (last && start - last.end <= MOST_UNUSED_ROWS) joined[joined.length - 1] = { start: last.start, end };
    else joined.push({ start, end });
  }
  return joined;
}

async function readRanges(source: FeatureSource, ranges: readonly RowRange[], view: number): Promise<FeatureBatch> {
  const { featureSize, classes } = source;
  const rows = countRows(ranges);
  const features = new Float32Array(rows * featureSize);
  const logits = new Float32Array(rows * classes);
  const labels = new Int32Array(rows);
  const read = async ({ start, end, to }: PlacedRange) => {
    const batch = await source.read({ start, end }, view);
    features.set(batch.features, to * featureSize);
    logits.set(batch.logits, to * classes);
    labels.set(batch.labels, to);
  };
  const placed = placeInTurn(ranges);
  for (let i = 0; i < placed.length; i += READS_AT_ONCE) {
    await Promise.all(placed.slice(i, i + READS_AT_ONCE).map(read));
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
