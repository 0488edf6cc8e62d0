import { FileFormatError } from '../files/file-format-error.js';
import { tensorToInt32 } from '../files/tensor-to-int32.js';
import type { LinearHeadArrays } from '../heads/linear-logits-on-host.js';
import { checkCompleteShards } from './check-complete-shards.js';
import { checkRead } from './check-read.js';
import {
  headLogits,
  locateShardRows,
  openFeatureShard,
  readShardFeatures,
  readShardLogits,
  type FeatureShard,
} from './feature-shard.js';
import type { FeatureBatch, FeatureSource, RowRange } from './feature-source.js';
import { findShardFiles } from './find-shard-files.js';
import { looksLikeProbabilities } from './looks-like-probabilities.js';
import { mapLabels } from './map-labels.js';
import { headOf, readHeadWeights } from './read-head-weights.js';

// N rows of a shard, D features, K classes.

/** What shards lack, and how they are read. */
export interface OpenFeatureShardsOptions {
  /** For shards without logits: the head, or a safetensors file with `head.weight` [K, D] and `head.bias` [K]. */
  readonly head?: string | LinearHeadArrays;
  /** Label that marks rows to be ignored besides -1, like 255; they are handed out as -1. */
  readonly ignoreLabel?: number;
  /** Takes part of a set that `writeFeatureShards` wrote or did not finish. Default false: such a set is refused. */
  readonly allowIncomplete?: boolean;
  /** Told when logits look like probabilities. Default: console.warn. */
  readonly onWarning?: (message: string) => void;
}

/**
 * Opens features, logits and labels that lie in one or several safetensors or npz files as one source, with flat memory: only
 * headers are kept, and each read takes the rows it needs. (Of an npz file, those that are compressed are unpacked at once: `numpy.savez`
 * does not, `savez_compressed` does.)
 *
 * Tensors of a file: `features` [N, D] and `logits` [N, K] of F64, F32, F16 or BF16, `labels` [N] of any integer dtype.
 * Further augmented views of the same rows: `features.1`, `logits.1`, `features.2`, … Instead of logits: `head.weight`
 * [K, D] and `head.bias` [K] in a shard (the same in all that have one), or `options.head`; logits are then computed at each read.
 * Rows are numbered through all shards, in the natural order of their names (a list of paths: in its order).
 *
 * @param patternOrPaths a glob pattern, or paths
 * @throws RangeError when no file is there, or `head` takes other features
 * @throws FileFormatError, at once, for broken files, files whose tensors do not fit each other (rows, D, K, views), those that differ
 * from the first in D, K or views, and sets that are not complete; at a read, for numbers that are
 * not finite (names file, row of the file and column) and labels that are not in 0..K-1, -1 or `ignoreLabel`
 *
 * @example
 * ```ts
 * import { featuresInMemory } from '@disalign/core';
 * import { openFeatureShards, writeFeatureShards } from '@disalign/core/node';
 * const source = featuresInMemory({ features: [[1], [2]], logits: [[0, 3], [3, 0]], labels: [1, 0] });
 * await writeFeatureShards('train', source);
 * const train = await openFeatureShards('train/*.safetensors');
 * const batch = await train.read({ start: 0, end: 1 });
 * ```
 */
export async function openFeatureShards(
  patternOrPaths: string | readonly string[],
  options: OpenFeatureShardsOptions = {},
): Promise<FeatureSource> {
  const shards: FeatureShard[] = [];
  for (const path of await findShardFiles(patternOrPaths)) shards.push(await openFeatureShard(path));
  const head = await findHead(shards, options.head);
  const { featureSize, views } = shards[0];
  const classes = shards[0].classes ?? head?.classes ?? 0;
  checkAlike(shards, classes, head);
  if (options.allowIncomplete !== true) checkCompleteShards(shards);

  const firstRows = [0];
  for (const { rows } of shards) firstRows.push(firstRows[firstRows.length - 1] + rows);
  const sizes = { rows: firstRows[shards.length], featureSize, classes, views };
  const ignored = options.ignoreLabel === undefined ? [-1] : [-1, options.ignoreLabel];
  await warnOfProbabilities(shards[0], options.onWarning ?? console.warn);

  return {
    ...sizes,
    async labels() {
      const labels = new Int32Array(sizes.rows);
      for (const [index, shard] of shards.entries()) {
        labels.set(await readLabels(shard, { start: 0, end: shard.rows }, { classes, ignored }), firstRows[index]);
      }
      return labels;
    },
    locate(range, view = 0) {
      checkRead(sizes, range, view);
      const places = piecesOf(firstRows, range).map(({ index, within }) =>
        locateShardRows(shards[index], within, view),
      );
      return places.every((place) => place !== null) ? places : null;
    },
    async read(range, view = 0) {
      checkRead(sizes, range, view);
      const pieces = [];
      for (const { index, within } of piecesOf(firstRows, range)) {
        const shard = shards[index];
        const reads = [
          readShardFeatures(shard, within, view),
          readShardLogits(shard, within, view),
          readLabels(shard, within, { classes, ignored }),
        ] as const;
        // All three run at once; of several that fail, the first listed is reported, not the first to end.
        await Promise.allSettled(reads);
        const [features, stored, labels] = [await reads[0], await reads[1], await reads[2]];
        const logits = stored ?? headLogits(shard, within, { features, head });
        pieces.push({ rows: labels.length, features, logits, labels });
      }
      return pieces.length === 1 ? pieces[0] : joinBatches(pieces, sizes);
    },
  };
}

/** The head that is given, or the one that lies in the shards. */
async function findHead(
  shards: readonly FeatureShard[],
  given: string | LinearHeadArrays | undefined,
): Promise<LinearHeadArrays | undefined> {
  if (shards.every((shard) => shard.classes !== undefined)) return undefined;
  if (given !== undefined) return typeof given === 'string' ? readHeadWeights(given) : given;
  let found: LinearHeadArrays | undefined;
  for (const { file } of shards) {
    if (!file.entries.has('head.weight')) continue;
    const head = await headOf(file);
    if (found !== undefined && !isSameHead(found, head)) {
      const expected = 'the head of the shards before';
      throw new FileFormatError({ file: file.path, field: 'tensor head.weight', expected, got: 'another' });
    }
    found ??= head;
  }
  if (found !== undefined) return found;
  const field = 'tensor logits or head.weight';
  throw new FileFormatError({ file: shards[0].file.path, field, expected: 'there, or `head` given', got: 'none' });
}

function isSameHead(a: LinearHeadArrays, b: LinearHeadArrays): boolean {
  const isSame = (x: Float32Array | null, y: Float32Array | null) =>
    x === null || y === null ? x === y : x.length === y.length && x.every((value, i) => value === y[i]);
  return a.classes === b.classes && isSame(a.weight, b.weight) && isSame(a.bias, b.bias);
}

function checkAlike(shards: readonly FeatureShard[], classes: number, head: LinearHeadArrays | undefined): void {
  const { featureSize, views } = shards[0];
  if (classes === 0)
    throw new RangeError(`openFeatureShards: ${shards[0].file.path} must have at least one class, got none`);
  for (const shard of shards) {
    const facts = { featureSize: shard.featureSize, classes: shard.classes ?? head?.classes, views: shard.views };
    for (const [name, expected] of Object.entries({ featureSize, classes, views })) {
      const got = facts[name as keyof typeof facts];
      if (got === expected) continue;
      throw new FileFormatError({
        file: shard.file.path,
        field: `\`${name}\``,
        expected: `${expected}, as in ${shards[0].file.path}`,
        got: `${got}`,
      });
    }
  }
  if (head !== undefined && head.featureSize !== featureSize) {
    throw new RangeError(`openFeatureShards: \`head\` must take ${featureSize} features, got ${head.featureSize}`);
  }
}

async function warnOfProbabilities(shard: FeatureShard, onWarning: (message: string) => void): Promise<void> {
  const logits = await readShardLogits(shard, { start: 0, end: Math.min(shard.rows, 256) }, 0);
  if (logits === undefined || shard.classes === undefined || !looksLikeProbabilities(logits, shard.classes)) return;
  onWarning(
    `openFeatureShards: \`logits\` of ${shard.file.path} look like probabilities; store the scores before softmax`,
  );
}

async function readLabels(
  { file }: FeatureShard,
  range: RowRange,
  rule: { classes: number; ignored: readonly number[] },
): Promise<Int32Array> {
  const tensor = await file.readRows('labels', range);
  const labels = tensorToInt32(tensor, { file: file.path, field: 'tensor labels', first: range.start });
  return mapLabels(labels, {
    ...rule,
    fail: (row, expected, got) =>
      new FileFormatError({ file: file.path, field: `tensor labels, row ${range.start + row}`, expected, got }),
  });
}

/** A range of rows, cut at the ends of shards: the rows of each piece within its shard. */
function piecesOf(firstRows: readonly number[], range: RowRange): { index: number; within: RowRange }[] {
  const pieces = [];
  for (let index = shardOf(firstRows, range.start); firstRows[index] < range.end; index++) {
    const first = firstRows[index];
    const [start, end] = [Math.max(range.start, first), Math.min(range.end, firstRows[index + 1])];
    pieces.push({ index, within: { start: start - first, end: end - first } });
  }
  return pieces;
}

/** Index of the shard that holds a row: the last one that begins at or before it. */
function shardOf(firstRows: readonly number[], row: number): number {
  let low = 0;
  let high = firstRows.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (firstRows[middle] <= row) low = middle;
    else high = middle;
  }
  return low;
}

function joinBatches(batches: readonly FeatureBatch[], sizes: { featureSize: number; classes: number }): FeatureBatch {
  const { featureSize, classes } = sizes;
  const rows = batches.reduce((sum, batch) => sum + batch.rows, 0);
  const joined = {
    rows,
    features: new Float32Array(rows * featureSize),
    logits: new Float32Array(rows * classes),
    labels: new Int32Array(rows),
  };
  let row = 0;
  for (const { rows, features, logits, labels } of batches) {
    joined.features.set(features, row * featureSize);
    joined.logits.set(logits, row * classes);
    joined.labels.set(labels, row);
    row += rows;
  }
  return joined;
}
