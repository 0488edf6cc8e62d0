import { join } from 'node:path';
import { writeSafetensors } from '../files/write-safetensors.js';
import { encodeShardMetadata } from './feature-shard-metadata.js';
import { featureShardTensors, type FeatureDtype } from './feature-shard-tensors.js';
import type { FeatureBatch } from './feature-source.js';
import { DEFAULT_PREFIX, shardName } from './list-shards.js';

// N rows of a shard, D features, K classes.

/** How rows are cut into shards and stored. */
export interface WriteFeatureShardsOptions {
  /** Rows of each shard but the last. Default: as many as make 64 MiB, at most 65,536. */
  readonly rowsPerShard?: number;
  /** Default F32; logits are always F32. */
  readonly featureDtype?: FeatureDtype;
  /** Files are named `prefix-00000.safetensors` and so on. Default `features`. */
  readonly prefix?: string;
  /** Further metadata for each shard. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** What was written: the paths in row order, and the rows in all of them. */
export interface WrittenFeatureShards {
  readonly files: readonly string[];
  readonly rows: number;
}

/** Sizes that every batch of a set has. */
export interface ShardSizes {
  readonly featureSize: number;
  readonly classes: number;
  readonly views: number;
}

/** The beginning of a set, which is there already. */
export interface BegunShards extends WrittenFeatureShards {
  /** undefined: nothing is there. */
  readonly sizes: ShardSizes | undefined;
}

/** Writes shards to the end of a set, with memory for about two of them. Throws as `writeFeatureShards` does. */
export async function appendShards(
  folder: string,
  content: AsyncIterable<FeatureBatch | readonly FeatureBatch[]>,
  options: WriteFeatureShardsOptions,
  begun: BegunShards = { files: [], rows: 0, sizes: undefined },
): Promise<WrittenFeatureShards> {
  const { prefix = DEFAULT_PREFIX, featureDtype = 'F32', metadata } = options;
  const files = [...begun.files];
  let { rows, sizes } = begun;
  let pending: FeatureBatch[][] = [];
  let pendingRows = 0;
  const flush = async (isLast: boolean) => {
    if (sizes === undefined || pendingRows === 0) {
      const after = rows > 0 ? ` after row ${rows - 1}` : '';
      throw new RangeError(`writeFeatureShards: \`content\` must have at least one row${after}, got none`);
    }
    const path = join(folder, shardName(prefix, files.length));
    const place = encodeShardMetadata(files.length, isLast ? files.length + 1 : undefined);
    const tensors = featureShardTensors(pending, { ...sizes, featureDtype, firstRow: rows });
    await writeSafetensors(path, tensors, { ...metadata, ...place });
    files.push(path);
    rows += pendingRows;
    pending = [];
    pendingRows = 0;
  };

  for await (const views of content) {
    const batch = 'rows' in views ? [views] : views;
    if (batch.length > 0 && batch[0].rows === 0) continue;
    sizes = checkSizes(batch, sizes);
    const rowsPerShard = options.rowsPerShard ?? defaultRowsPerShard(sizes);
    for (let start = 0; start < batch[0].rows;) {
      // A full shard waits for the next row: only then it is known not to be the last.
      if (pendingRows === rowsPerShard) await flush(false);
      const end = Math.min(start + rowsPerShard - pendingRows, batch[0].rows);
      pending.push(sliceViews(batch, { start, end }, sizes));
      pendingRows += end - start;
      start = end;
    }
  }
  await flush(true);
  return { files, rows };
}

/** @throws RangeError unless it is left out or a positive integer */
export function checkRowsPerShard(caller: string, rowsPerShard: number | undefined): void {
  if (rowsPerShard === undefined || (Number.isSafeInteger(rowsPerShard) && rowsPerShard > 0)) return;
  throw new RangeError(`${caller}: \`rowsPerShard\` must be a positive integer, got ${rowsPerShard}`);
}

/** As many rows as make 64 MiB in float32, at most 65,536. */
export function defaultRowsPerShard({ featureSize, classes, views }: ShardSizes): number {
  const rowBytes = 4 * (1 + views * (featureSize + classes));
  return Math.min(Math.max(Math.floor(2 ** 26 / rowBytes), 1), 65_536);
}

function checkSizes(batch: readonly FeatureBatch[], before: ShardSizes | undefined): ShardSizes {
  if (batch.length === 0) throw new RangeError('writeFeatureShards: `content` must have views, got an empty list');
  const { rows, features, logits } = batch[0];
  const sizes = before ?? { featureSize: features.length / rows, classes: logits.length / rows, views: batch.length };
  const fits = batch.every(
    (view) =>
      view.rows === rows &&
      view.features.length === rows * sizes.featureSize &&
      view.logits.length === rows * sizes.classes &&
      view.labels.length === rows,
  );
  if (fits && batch.length === sizes.views && Number.isInteger(sizes.featureSize) && Number.isInteger(sizes.classes)) {
    return sizes;
  }
  const got = batch.map((view) => `${view.features.length}, ${view.logits.length}, ${view.labels.length}`).join('; ');
  throw new RangeError(
    `writeFeatureShards: a batch of ${rows} rows must have ${sizes.views} views of ${sizes.featureSize} features, ` +
      `${sizes.classes} logits and one label for each row, got ${got} numbers`,
  );
}

/** Copies: who makes the batches may fill the same arrays again. */
function sliceViews(
  batch: readonly FeatureBatch[],
  { start, end }: { start: number; end: number },
  { featureSize, classes }: ShardSizes,
): FeatureBatch[] {
  return batch.map(({ features, logits, labels }) => ({
    rows: end - start,
    features: features.slice(start * featureSize, end * featureSize),
    logits: logits.slice(start * classes, end * classes),
    labels: labels.slice(start, end),
  }));
}
