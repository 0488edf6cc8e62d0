import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  appendShards,
  checkRowsPerShard,
  defaultRowsPerShard,
  type BegunShards,
  type WriteFeatureShardsOptions,
  type WrittenFeatureShards,
} from './append-shards.js';
import { continuedShards, sortedEntries } from './continued-shards.js';
import { openFeatureShard, type FeatureShard } from './feature-shard.js';
import { encodeShardMetadata } from './feature-shard-metadata.js';
import type { FeatureBatch } from './feature-source.js';
import { DEFAULT_PREFIX, listShards, shardName } from './list-shards.js';

/**
 * Writes shards as `writeFeatureShards` does, or goes on where a run with the same options was interrupted: every row is written
 * once, and the files are those of a run that was not. A set that is complete stays as it is.
 *
 * @param folder is made where it is missing
 * @param batchesFrom the batches from a row on, as `writeFeatureShards` takes them; not called for a complete set
 * @returns the whole set
 * @throws RangeError when the shards that are there were written with other options or are no beginning of a set;
 * what `writeFeatureShards` throws, but for shards that are there
 *
 * @example
 * ```ts
 * import { resumeFeatureShards } from '@disalign/core/node';
 * async function* batchesFrom(firstRow: number) {
 *   for (let row = firstRow; row < 1000; row++) {
 *     yield { rows: 1, features: Float32Array.of(row), logits: Float32Array.of(0, 1), labels: Int32Array.of(row % 2) };
 *   }
 * }
 * await resumeFeatureShards('long-run', batchesFrom, { rowsPerShard: 100 });
 * ```
 */
export async function resumeFeatureShards(
  folder: string,
  batchesFrom: (firstRow: number) => AsyncIterable<FeatureBatch | readonly FeatureBatch[]>,
  options: WriteFeatureShardsOptions = {},
): Promise<WrittenFeatureShards> {
  checkRowsPerShard('resumeFeatureShards', options.rowsPerShard);
  await mkdir(folder, { recursive: true });
  const { begun, isComplete } = await findBegunShards(folder, options);
  if (isComplete) return { files: begun.files, rows: begun.rows };
  return appendShards(folder, batchesFrom(begun.rows), options, begun);
}

const checkSame = continuedShards('resumeFeatureShards');

async function findBegunShards(
  folder: string,
  options: WriteFeatureShardsOptions,
): Promise<{ begun: BegunShards; isComplete: boolean }> {
  const { prefix = DEFAULT_PREFIX } = options;
  const files: string[] = [];
  let rows = 0;
  let sizes: BegunShards['sizes'];
  let isComplete = false;
  for (const name of await listShards(folder, prefix)) {
    const path = join(folder, name);
    const shard = await openFeatureShard(path);
    const { featureSize, classes = 0, views } = shard;
    sizes ??= { featureSize, classes, views };
    const expectedName = isComplete ? 'none after the last' : shardName(prefix, files.length);
    checkSame(path, 'name', { expected: expectedName, got: name });
    isComplete = shard.metadata?.shards !== undefined;
    checkSame(path, 'sizes', { expected: sizes, got: { featureSize, classes, views } });
    const rowsPerShard = options.rowsPerShard ?? defaultRowsPerShard(sizes);
    if (!isComplete) checkSame(path, 'rows', { expected: rowsPerShard, got: shard.rows });
    checkOptions(shard, files.length, options);
    files.push(path);
    rows += shard.rows;
  }
  return { begun: { files, rows, sizes }, isComplete };
}

function checkOptions(
  { file, metadata: place }: FeatureShard,
  index: number,
  { featureDtype = 'F32', metadata }: WriteFeatureShardsOptions,
): void {
  const dtype = file.entries.get('features')?.dtype;
  checkSame(file.path, 'features', { expected: featureDtype, got: dtype });
  const expected = { ...metadata, ...encodeShardMetadata(index, place?.shards && index + 1) };
  checkSame(file.path, 'metadata', { expected: sortedEntries(expected), got: sortedEntries(file.metadata) });
}
