import { MOST_THREADS } from '../../kernels/threads/align-queue.js';
import { canShareMemory, checkThreads, startAlignQueue } from '../../kernels/threads/start-align-queue.js';
import { thetaOf } from '../../kernels/theta-of.js';
import { kernelSums } from '../kernel-sums.js';
import { foldedFromVector } from '../parameter-vector.js';
import type { FitSettings } from '../fit-settings.js';
import { mostPoolRows } from '../plan-epoch.js';
import { scaleWeights } from '../scale-weights.js';
import type { SummingEngine } from './fit-engine.js';
import { loadRows } from './load-rows.js';
import { rowPlaces } from './row-places.js';
import type { FitEngineSubject } from './start-fit-engine.js';
import { withHostSteps } from './with-host-steps.js';

// N rows, K classes, D features.

/** Rows that stay take so much: what is loaded once need not be read again. */
const MOST_RESIDENT_BYTES = 440e6;
/** Numbers of a batch from which a second thread is worth its share of the bookkeeping. */
const LEAST_NUMBERS_FOR_THREADS = 2 ** 17;

export interface WasmEngineOptions {
  /** Default: as many as the machine has cores; 1 in a browser. */
  readonly threads?: number;
  /** What rows that stay may take; the others pass through in pools. */
  readonly mostResidentBytes?: number;
}

/**
 * The fused WebAssembly kernels on memory of their own, shared by threads in Node. The number of threads changes no bit.
 *
 * @throws Error where the engine has no SIMD, or not as much memory
 */
export async function startWasmEngine(
  { source, layout, settings }: FitEngineSubject,
  { threads = availableThreads(), mostResidentBytes = MOST_RESIDENT_BYTES }: WasmEngineOptions = {},
): Promise<SummingEngine> {
  checkThreads(threads);
  const labels = await source.labels();
  const { classes, rows, views } = source;
  const featureSize = layout.confidence ? source.featureSize : 0;
  const batchRows = Math.min(rows, batchSizeOf(settings));
  const places = rowPlaces({
    rows,
    views,
    stayingRows: Math.floor(mostResidentBytes / (4 * (classes + featureSize))),
    poolRows: mostPoolRows({ rows, batchSize: batchRows }),
  });
  const queue = startAlignQueue(
    {
      classes,
      featureSize,
      hasConfidence: layout.confidence !== null,
      storeRows: [places.size],
      batchRows,
      threads: isWorthThreads(batchRows * (classes + featureSize)) ? threads : 1,
    },
    settings,
  );
  const loader = loadRows(source, queue.memory);

  return withHostSteps({
    kernel: `wasm-float32-${queue.arithmetic}`,
    rows: (setting) => ({
      source,
      async load(pool, view) {
        const { loads, find } = places.place(pool.ranges, view);
        await loader.load({ ranges: loads, view, labels }, queue.stores[0]);
        return {
          evaluate(parameters, batch) {
            const weights = scaleWeights(labels, batch, setting.classWeights);
            const totals = queue.align({
              store: 0,
              selection: find(batch),
              theta: thetaOf(foldedFromVector(parameters, layout)),
              classWeights: weights.scaled,
            });
            return kernelSums(totals, setting, { ...weights, rows: batch.length });
          },
        };
      },
    }),
    async close() {
      await Promise.all([queue.close(), loader.close()]);
    },
  });
}

function isWorthThreads(numbersOfBatch: number): boolean {
  return numbersOfBatch >= LEAST_NUMBERS_FOR_THREADS && canShareMemory();
}

function batchSizeOf({ optimizer }: FitSettings): number {
  if (optimizer.kind === 'sgd') return optimizer.batchSize;
  throw new Error('startWasmEngine: L-BFGS runs on the host'); // the settings are checked
}

function availableThreads(): number {
  return canShareMemory() ? Math.min(process.getBuiltinModule('node:os').availableParallelism(), MOST_THREADS) : 1;
}
