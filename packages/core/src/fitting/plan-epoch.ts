import type { RowRange } from '../features/feature-source.js';
import { createRandom } from '../random/create-random.js';

/** Rows that are read together. */
const RUN_ROWS = 64;
/** Rows that are mixed with each other. */
const POOL_ROWS = 4096;

/** Which batches of which epoch to plan. */
export interface EpochRequest {
  /** Rows of the source. */
  readonly rows: number;
  readonly batchSize: number;
  readonly seed: number;
  readonly epoch: number;
  /** How often each row is used, see `drawRows`; null: once. */
  readonly uses: Uint32Array | null;
  /** Batches to leave out at the start: where a resumed fit goes on. Default 0. */
  readonly skip?: number;
}

/** Rows that are needed at the same time, and the batches that are made of them. */
export interface EpochPool {
  /** In increasing order. */
  readonly ranges: readonly RowRange[];
  /** Row numbers of each batch. */
  readonly batches: readonly Int32Array[];
}

/**
 * The batches of one epoch, in a seeded order that depends on row numbers alone, never on how rows are stored. Runs of 64 rows
 * are taken in random order and mixed in pools of 4,096: long reads, flat memory, and batches of many classes even where the
 * rows are sorted by class. The last batch may be smaller.
 */
export function* planEpoch(request: EpochRequest): Generator<EpochPool> {
  const { rows, batchSize, seed, epoch, uses, skip = 0 } = request;
  const random = createRandom(seed, epoch);
  const runs = random.shuffle(Int32Array.from({ length: Math.ceil(rows / RUN_ROWS) }, (_, run) => run));
  let toSkip = skip * batchSize;
  let drawn: number[] = [];
  for (let i = 0; i < runs.length; i++) {
    const start = runs[i] * RUN_ROWS;
    for (let row = start; row < Math.min(start + RUN_ROWS, rows); row++) {
      for (let use = uses ? uses[row] : 1; use > 0; use--) drawn.push(row);
    }
    const isLast = i === runs.length - 1;
    if (drawn.length < Math.max(POOL_ROWS, batchSize) && !isLast) continue;
    random.shuffle(drawn);
    const whole = isLast ? drawn.length : drawn.length - (drawn.length % batchSize);
    const skipped = Math.min(toSkip, whole);
    toSkip -= skipped;
    if (skipped < whole) yield poolOf(Int32Array.from(drawn.slice(skipped, whole)), batchSize);
    drawn = drawn.slice(whole);
  }
}

/** Different rows of a pool, at most. */
export function mostPoolRows({ rows, batchSize }: Pick<EpochRequest, 'rows' | 'batchSize'>): number {
  return Math.min(rows, Math.max(POOL_ROWS, batchSize) - 1 + RUN_ROWS);
}

function poolOf(drawn: Int32Array, batchSize: number): EpochPool {
  const batches: Int32Array[] = [];
  for (let start = 0; start < drawn.length; start += batchSize) batches.push(drawn.subarray(start, start + batchSize));
  return { ranges: rangesOf(drawn), batches };
}

/** The fewest ranges that hold these rows and no others. */
function rangesOf(rows: Int32Array): RowRange[] {
  const ranges: RowRange[] = [];
  let [start, end] = [-1, -1];
  for (const row of rows.slice().sort()) {
    if (row < end) continue;
    if (row > end) {
      if (end >= 0) ranges.push({ start, end });
      start = row;
    }
    end = row + 1;
  }
  return end < 0 ? ranges : [...ranges, { start, end }];
}
