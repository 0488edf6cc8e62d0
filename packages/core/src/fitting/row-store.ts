import type { FeatureSource, RowRange } from '../features/feature-source.js';
import type { EpochPool } from './plan-epoch.js';
import type { ObjectiveSums } from './objective.js';

/** Brings rows to where they are computed with. */
export interface RowStore<Rows> {
  readonly source: FeatureSource;
  /**
   * Loads the rows of a pool. While they load, those of the pool before can be computed with; once they are there, only they.
   */
  load(pool: EpochPool, view: number): Promise<Rows>;
}

/** Rows that are where they are computed with, and give sums to the host. */
export interface LoadedRows {
  /** Sums over a batch of them, given by row numbers of the source. */
  evaluate(parameters: Float64Array, batch: Int32Array): ObjectiveSums | Promise<ObjectiveSums>;
}

/** How many rows ranges hold. */
export function countRows(ranges: readonly RowRange[]): number {
  return ranges.reduce((sum, { start, end }) => sum + end - start, 0);
}

/** Where rows stand if the rows of the ranges, in increasing order, stand one after the other. */
export function placesIn(ranges: readonly RowRange[], rows: Int32Array): Int32Array {
  const firstPlaces: number[] = [];
  ranges.reduce((place, { start, end }) => {
    firstPlaces.push(place);
    return place + end - start;
  }, 0);
  return rows.map((row) => {
    const range = lastStartingBy(ranges, row);
    return firstPlaces[range] + row - ranges[range].start;
  });
}

function lastStartingBy(ranges: readonly RowRange[], row: number): number {
  let [low, high] = [0, ranges.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (ranges[middle].start <= row) low = middle;
    else high = middle - 1;
  }
  return low;
}
