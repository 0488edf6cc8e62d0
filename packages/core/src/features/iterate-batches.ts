import type { FeatureBatch, FeatureSource } from './feature-source.js';

/**
 * All rows of a source in their order, in batches.
 *
 * @param options `view` to read (default 0) and most rows of a batch (default 4,096)
 * @throws RangeError when `batchRows` is no positive integer; what the source throws
 *
 * @example
 * ```ts
 * import { featuresInMemory, iterateBatches } from '@disalign/core';
 * const source = featuresInMemory({ features: [[1], [2]], logits: [[0, 3], [3, 0]], labels: [1, 0] });
 * for await (const batch of iterateBatches(source)) console.log(batch.rows); // 2
 * ```
 */
export async function* iterateBatches(
  source: FeatureSource,
  { view = 0, batchRows = 4096 }: { readonly view?: number; readonly batchRows?: number } = {},
): AsyncGenerator<FeatureBatch> {
  if (!Number.isSafeInteger(batchRows) || batchRows < 1) {
    throw new RangeError(`iterateBatches: \`batchRows\` must be a positive integer, got ${batchRows}`);
  }
  for (let start = 0; start < source.rows; start += batchRows) {
    yield await source.read({ start, end: Math.min(start + batchRows, source.rows) }, view);
  }
}
