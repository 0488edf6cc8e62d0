import type { FeatureBatch, FeatureSource } from './feature-source.js';

/**
 * All rows of a source in their order, in batches. The next batch is read while the last one is used.
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
  const read = (start: number) => {
    const batch = source.read({ start, end: Math.min(start + batchRows, source.rows) }, view);
    // Whoever stops before it is needed need not hear that it failed.
    batch.catch(() => {});
    return batch;
  };
  let next = source.rows > 0 ? read(0) : undefined;
  for (let start = batchRows; next; start += batchRows) {
    const batch: FeatureBatch = await next;
    next = start < source.rows ? read(start) : undefined;
    yield batch;
  }
}
