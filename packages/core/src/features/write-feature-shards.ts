import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeSafetensors } from '../files/write-safetensors.js';
import { encodeShardMetadata } from './feature-shard-metadata.js';
import { featureShardTensors, type FeatureDtype } from './feature-shard-tensors.js';
import type { FeatureBatch, FeatureSource } from './feature-source.js';

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

/**
 * Writes features, logits and labels as numbered safetensors files, with memory for about two shards.
 *
 * Tensors of a shard: `features` F32, F16 or BF16 [N, D], `logits` F32 [N, K], `labels` I32 [N] (-1: ignored); the same
 * of further views are `features.1`, `logits.1` and so on. Each file is written whole or not at all, and only the last
 * one holds the number of shards: `openFeatureShards` recognises a set that was interrupted.
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
  const { prefix = 'features', featureDtype = 'F32', metadata } = options;
  checkRowsPerShard(options.rowsPerShard);
  await mkdir(folder, { recursive: true });
  await refuseOldShards(folder, prefix);

  const files: string[] = [];
  let rows = 0;
  let pending: FeatureBatch[][] = [];
  let pendingRows = 0;
  let sizes: Sizes | undefined;
  const flush = async (isLast: boolean) => {
    if (sizes === undefined) throw new RangeError('writeFeatureShards: `content` must have at least one row, got none');
    const name = `${prefix}-${String(files.length).padStart(5, '0')}.safetensors`;
    const place = encodeShardMetadata(files.length, isLast ? files.length + 1 : undefined);
    const tensors = featureShardTensors(pending, { ...sizes, featureDtype, firstRow: rows });
    await writeSafetensors(join(folder, name), tensors, { ...metadata, ...place });
    files.push(join(folder, name));
    rows += pendingRows;
    pending = [];
    pendingRows = 0;
  };

  for await (const views of isSource(content) ? viewsOf(content) : content) {
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

interface Sizes {
  readonly featureSize: number;
  readonly classes: number;
  readonly views: number;
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

function checkRowsPerShard(rowsPerShard: number | undefined): void {
  if (rowsPerShard === undefined || (Number.isSafeInteger(rowsPerShard) && rowsPerShard > 0)) return;
  throw new RangeError(`writeFeatureShards: \`rowsPerShard\` must be a positive integer, got ${rowsPerShard}`);
}

function defaultRowsPerShard({ featureSize, classes, views }: Sizes): number {
  const rowBytes = 4 * (1 + views * (featureSize + classes));
  return Math.min(Math.max(Math.floor(2 ** 26 / rowBytes), 1), 65_536);
}

/** Shards of an earlier run, if longer than this one, would join the new set unseen. */
async function refuseOldShards(folder: string, prefix: string): Promise<void> {
  const old = (await readdir(folder)).filter((name) => name.startsWith(`${prefix}-`) && name.endsWith('.safetensors'));
  if (old.length === 0) return;
  throw new Error(
    `writeFeatureShards: \`folder\` must have no shards ${prefix}-*.safetensors yet, got ${old.length} in ${folder}`,
  );
}

function checkSizes(batch: readonly FeatureBatch[], before: Sizes | undefined): Sizes {
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
  { featureSize, classes }: Sizes,
): FeatureBatch[] {
  return batch.map(({ features, logits, labels }) => ({
    rows: end - start,
    features: features.slice(start * featureSize, end * featureSize),
    logits: logits.slice(start * classes, end * classes),
    labels: labels.slice(start, end),
  }));
}
