import { mkdir } from 'node:fs/promises';
import {
  appendShards,
  checkRowsPerShard,
  type WriteFeatureShardsOptions,
  type WrittenFeatureShards,
} from './append-shards.js';
import type { FeatureBatch, FeatureSource } from './feature-source.js';
import { DEFAULT_PREFIX, listShards } from './list-shards.js';

// N rows of a shard, D features, K classes.

/**
 * Writes features, logits and labels as numbered safetensors files, with memory for about two shards.
 *
 * Tensors of a shard: `features` F32, F16 or BF16 [N, D], `logits` F32 [N, K], `labels` I32 [N] (-1: ignored); the same
 * of further views are `features.1`, `logits.1` and so on. Each file is written whole or not at all, and only the last
 * one holds the number of shards: `openFeatureShards` recognises a set that was interrupted, and `resumeFeatureShards` goes on with it.
 *
 * @param folder is made where it is missing
 * @param content a source, or batches as they are computed; a list of batches is one batch in several views, which have
 * the labels of the first
 * @throws RangeError when there are no rows, sizes change on the way, numbers are not finite in the dtype they are
 * stored in, labels are not below K; an Error when the folder already has shards of that prefix
 *
 * @example
 * ```ts
 * import { featuresInMemory } from '@disalign/core';
 * import { openFeatureShards, writeFeatureShards } from '@disalign/core/node';
 * const source = featuresInMemory({ features: [[1], [2]], logits: [[0, 3], [3, 0]], labels: [1, 0] });
 * await writeFeatureShards('train', source, { rowsPerShard: 1 });
 * const train = await openFeatureShards('train/*.safetensors');
 * ```
 */
export async function writeFeatureShards(
  folder: string,
  content: FeatureSource | AsyncIterable<FeatureBatch | readonly FeatureBatch[]>,
  options: WriteFeatureShardsOptions = {},
): Promise<WrittenFeatureShards> {
  checkRowsPerShard('writeFeatureShards', options.rowsPerShard);
  await mkdir(folder, { recursive: true });
  await refuseOldShards(folder, options.prefix);
  return appendShards(folder, isSource(content) ? viewsOf(content) : content, options);
}

function isSource(content: FeatureSource | AsyncIterable<unknown>): content is FeatureSource {
  return 'read' in content;
}

async function* viewsOf(source: FeatureSource): AsyncGenerator<readonly FeatureBatch[]> {
  const step = 4096;
  for (let start = 0; start < source.rows; start += step) {
    const range = { start, end: Math.min(start + step, source.rows) };
    const views: FeatureBatch[] = [];
    for (let view = 0; view < source.views; view++) views.push(await source.read(range, view));
    yield views;
  }
}

/** Shards of an earlier run, if longer than this one, would join the new set unseen. */
async function refuseOldShards(folder: string, prefix = DEFAULT_PREFIX): Promise<void> {
  const old = await listShards(folder, prefix);
  if (old.length === 0) return;
  throw new Error(
    `writeFeatureShards: \`folder\` must have no shards ${prefix}-*.safetensors yet, got ${old.length} in ${folder}`,
  );
}
