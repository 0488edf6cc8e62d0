import type { FeatureBatch, FeatureSource } from '../features/feature-source.js';
import { createRandom } from '../random/create-random.js';

/** Rows that are read together. */
const RUN_ROWS = 64;
/** Rows that are mixed with each other. */
const POOL_ROWS = 4096;

/** Which batches of which epoch to read. */
export interface EpochRequest {
  readonly batchSize: number;
  readonly seed: number;
  readonly epoch: number;
  /** How often each row is used, see `drawRows`; null: once. */
  readonly uses: Uint32Array | null;
  /** Batches to leave out at the start: where a resumed fit goes on. Default 0. */
  readonly skip?: number;
}

/**
 * The batches of one epoch, in a seeded order that depends on global row numbers alone, never on how rows are stored.
 * Runs of 64 rows are read in random order and mixed in pools of 4,096: long reads, flat memory, and batches of many
 * classes even where the rows are sorted by class. Epoch e reads view e mod V. The last batch may be smaller.
 */
export async function* epochBatches(source: FeatureSource, request: EpochRequest): AsyncGenerator<FeatureBatch> {
  const { batchSize, seed, epoch, uses, skip = 0 } = request;
  const random = createRandom(seed, epoch);
  const runs = random.shuffle(Int32Array.from({ length: Math.ceil(source.rows / RUN_ROWS) }, (_, run) => run));
  const view = epoch % source.views;
  let toSkip = skip * batchSize;
  let pool: Draw[] = [];
  for (let i = 0; i < runs.length; i++) {
    const start = runs[i] * RUN_ROWS;
    const end = Math.min(start + RUN_ROWS, source.rows);
    for (let row = start; row < end; row++) {
      for (let use = uses ? uses[row] : 1; use > 0; use--) pool.push({ run: runs[i], row: row - start });
    }
    const isLast = i === runs.length - 1;
    if (pool.length < Math.max(POOL_ROWS, batchSize) && !isLast) continue;
    random.shuffle(pool);
    const whole = isLast ? pool.length : pool.length - (pool.length % batchSize);
    const kept = Math.min(toSkip, whole);
    toSkip -= kept;
    yield* readPool(source, pool.slice(kept, whole), { view, batchSize });
    pool = pool.slice(whole);
  }
}

/** One use of a row: which run it lies in, and where in it. */
interface Draw {
  readonly run: number;
  readonly row: number;
}

async function* readPool(
  source: FeatureSource,
  draws: readonly Draw[],
  { view, batchSize }: { view: number; batchSize: number },
): AsyncGenerator<FeatureBatch> {
  // By the number of the run; only those of this pool are there.
  const runs: FeatureBatch[] = [];
  for (const run of [...new Set(draws.map((draw) => draw.run))].sort((a, b) => a - b)) {
    const start = run * RUN_ROWS;
    runs[run] = await source.read({ start, end: Math.min(start + RUN_ROWS, source.rows) }, view);
  }
  for (let start = 0; start < draws.length; start += batchSize) {
    yield gather(draws.slice(start, start + batchSize), runs, source);
  }
}

function gather(draws: readonly Draw[], runs: readonly FeatureBatch[], source: FeatureSource): FeatureBatch {
  const { featureSize, classes } = source;
  const features = new Float32Array(draws.length * featureSize);
  const logits = new Float32Array(draws.length * classes);
  const labels = new Int32Array(draws.length);
  draws.forEach(({ run, row }, i) => {
    const batch = runs[run];
    features.set(batch.features.subarray(row * featureSize, (row + 1) * featureSize), i * featureSize);
    logits.set(batch.logits.subarray(row * classes, (row + 1) * classes), i * classes);
    labels[i] = batch.labels[row];
  });
  return { rows: draws.length, features, logits, labels };
}
