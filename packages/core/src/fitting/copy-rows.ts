import type { FeatureSource, RowRange } from '../features/feature-source.js';

/** Rows that are read at once, so that memory stays flat. */
const CHUNK_ROWS = 4096;

/** Rows of a view, one range after the other. */
export interface RowRequest {
  readonly ranges: readonly RowRange[];
  readonly view: number;
}

/** Copies features and logits of rows into arrays; no features where there is no place for them. */
export async function copyRows(
  source: FeatureSource,
  { ranges, view }: RowRequest,
  into: { readonly features: Float32Array; readonly logits: Float32Array },
): Promise<void> {
  const { classes, featureSize } = source;
  let place = 0;
  for (const range of ranges) {
    for (let { start } = range; start < range.end; start += CHUNK_ROWS) {
      const batch = await source.read({ start, end: Math.min(start + CHUNK_ROWS, range.end) }, view);
      into.logits.set(batch.logits, place * classes);
      if (into.features.length > 0) into.features.set(batch.features, place * featureSize);
      place += batch.rows;
    }
  }
}
