import type { FeatureSource, RowRange, RowTarget } from '../features/feature-source.js';

/** Rows that are read at once, so that memory stays flat. */
const CHUNK_ROWS = 4096;

/** Rows, and the place where the first of them is to stand. */
export interface PlacedRange extends RowRange {
  readonly to: number;
}

/** Rows of a view, and where they are to stand. */
export interface RowRequest {
  readonly ranges: readonly PlacedRange[];
  readonly view: number;
}

/** Ranges whose rows are to stand one after the other. */
export function placeInTurn(ranges: readonly RowRange[]): PlacedRange[] {
  let next = 0;
  return ranges.map(({ start, end }) => {
    const to = next;
    next += end - start;
    return { start, end, to };
  });
}

/** Copies features and logits of rows into arrays; no features where there is no place for them. */
export async function copyRows(source: FeatureSource, { ranges, view }: RowRequest, into: RowTarget): Promise<void> {
  const { classes, featureSize } = source;
  const wantsFeatures = into.features.length > 0;
  for (const range of ranges) {
    for (let { start } = range; start < range.end; start += CHUNK_ROWS) {
      const end = Math.min(start + CHUNK_ROWS, range.end);
      const place = range.to + start - range.start;
      const logits = into.logits.subarray(place * classes, (place + end - start) * classes);
      const features = into.features.subarray(place * featureSize, (place + end - start) * featureSize);
      const batch = await source.read({ start, end }, view, wantsFeatures ? { features, logits } : undefined);
      if (batch.logits !== logits) logits.set(batch.logits);
      if (wantsFeatures && batch.features !== features) features.set(batch.features);
    }
  }
}
