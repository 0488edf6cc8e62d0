import type { FeatureSource, RowRange } from './feature-source.js';

/** @throws RangeError when a source has no such rows or no such view */
export function checkRead(source: Pick<FeatureSource, 'rows' | 'views'>, { start, end }: RowRange, view: number): void {
  if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || end < start || end > source.rows) {
    throw new RangeError(`read: \`range\` must lie in 0..${source.rows}, got ${start}..${end}`);
  }
  if (!Number.isInteger(view) || view < 0 || view >= source.views) {
    throw new RangeError(`read: \`view\` must be an integer in 0..${source.views - 1}, got ${view}`);
  }
}
