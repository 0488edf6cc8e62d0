import { letOthersRun } from './let-others-run.js';
import { type EpochPool, planEpoch } from './plan-epoch.js';
import type { RowStore } from './row-store.js';
import { drawRows, type Sampler } from './samplers.js';
import type { FitPosition, Schedule } from './schedule.js';

/** Settings of stochastic gradient descent that are not per group. */
export interface SgdSettings {
  /** Passes over the data; `auto`: 10, or as many more as make 600 steps of a small data set. */
  readonly epochs: number | 'auto';
  readonly batchSize: number;
  readonly momentum: number;
  readonly schedule: Schedule;
  readonly sampler: Sampler;
  readonly seed: number;
}

/** A step to take. */
export interface SgdBatch<Rows> {
  /** The loaded rows that those of the batch are among. */
  readonly rows: Rows;
  /** Row numbers of the source. */
  readonly batch: Int32Array;
  /** Steps that are done, and of how many. */
  readonly position: FitPosition;
}

/**
 * The batches of gradient descent from a step on, each pool of rows loaded while the one before is computed with. Epoch e reads
 * view e mod V. Between two batches timers and signals get their turn.
 */
export async function* sgdBatches<Rows>(
  store: RowStore<Rows>,
  settings: SgdSettings,
  start: number,
): AsyncGenerator<SgdBatch<Rows>> {
  const { source } = store;
  const { batchSize, sampler, seed } = settings;
  const labels = await source.labels();
  const drawn = sampler === 'instance-balanced' ? source.rows : labels.filter((label) => label >= 0).length;
  const stepsPerEpoch = Math.ceil(drawn / batchSize);
  const epochs = settings.epochs === 'auto' ? Math.max(10, Math.ceil(600 / stepsPerEpoch)) : settings.epochs;
  const totalSteps = epochs * stepsPerEpoch;
  const pause = letOthersRun();
  const plan = function* () {
    for (let epoch = Math.floor(start / stepsPerEpoch); epoch < epochs; epoch++) {
      const uses = drawRows(sampler, labels, { seed, epoch, epochs });
      const skip = Math.max(0, start - epoch * stepsPerEpoch);
      for (const pool of planEpoch({ rows: source.rows, batchSize, seed, epoch, uses, skip })) yield { pool, epoch };
    }
  };
  let step = start;
  for await (const { rows, batches } of loadAhead(store, plan())) {
    for (const batch of batches) {
      yield { rows, batch, position: { step, totalSteps, stepsPerEpoch } };
      step++;
      await pause();
    }
  }
}

/** Loads each pool while the one before is computed with. */
async function* loadAhead<Rows>(
  store: RowStore<Rows>,
  plan: Iterable<{ pool: EpochPool; epoch: number }>,
): AsyncGenerator<{ rows: Rows; batches: readonly Int32Array[] }> {
  const load = ({ pool, epoch }: { pool: EpochPool; epoch: number }) => {
    const rows = store.load(pool, epoch % store.source.views);
    // Whoever stops before it is needed need not hear that it failed.
    rows.catch(() => {});
    return { rows, batches: pool.batches };
  };
  let next: ReturnType<typeof load> | undefined;
  for (const entry of plan) {
    const current = next;
    if (current) {
      const rows = await current.rows;
      next = load(entry);
      yield { rows, batches: current.batches };
    } else next = load(entry);
  }
  if (next) yield { rows: await next.rows, batches: next.batches };
}
