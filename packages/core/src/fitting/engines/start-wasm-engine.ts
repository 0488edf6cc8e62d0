import type { FeatureSource } from '../../features/feature-source.js';
import { type AlignQueueSizes, MOST_THREADS } from '../../kernels/threads/align-queue.js';
import { canShareMemory, checkThreads, startAlignQueue } from '../../kernels/threads/start-align-queue.js';
import { thetaOf } from '../../kernels/theta-of.js';
import { kernelSums } from '../kernel-sums.js';
import { foldedFromVector, type ParameterLayout } from '../parameter-vector.js';
import type { FitSettings } from '../fit-settings.js';
import { mostPoolRows } from '../plan-epoch.js';
import { placesIn } from '../row-store.js';
import { scaleWeights } from '../scale-weights.js';
import type { SummingEngine } from './fit-engine.js';
import { loadRows } from './load-rows.js';
import type { FitEngineSubject } from './start-fit-engine.js';
import { withHostSteps } from './with-host-steps.js';

// N rows, K classes, D features.

/** A source up to so large is loaded once, and stays. */
const MOST_RESIDENT_BYTES = 2 ** 28;
/** Numbers of a batch from which a second thread is worth its share of the bookkeeping. */
const LEAST_NUMBERS_FOR_THREADS = 2 ** 17;

export interface WasmEngineOptions {
  /** Default: as many as the machine has cores; 1 in a browser. */
  readonly threads?: number;
  /** A source that takes more passes through in pools. */
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
  const { rows, isResident, ...sizes } = engineSizes(source, layout, settings, { threads, mostResidentBytes });
  const queue = startAlignQueue(sizes, settings);
  const loader = loadRows(source, queue.memory);
  const resident: (Promise<void> | undefined)[] = [];
  let lastStore = 0;

  return withHostSteps({
    kernel: `wasm-float32-${queue.arithmetic}`,
    rows: (setting) => ({
      source,
      async load(pool, view) {
        const store = isResident ? view : (lastStore = 1 - lastStore);
        const ranges = isResident ? [{ start: 0, end: rows }] : pool.ranges;
        const loading = (isResident && resident[view]) || loader.load({ ranges, view, labels }, queue.stores[store]);
        if (isResident) resident[view] = loading;
        await loading;
        return {
          evaluate(parameters, batch) {
            const weights = scaleWeights(labels, batch, setting.classWeights);
            const totals = queue.align({
              store,
              selection: placesIn(ranges, batch),
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

/** Sizes of stores, batches and threads; a source that is not resident passes through two stores in turn. */
function engineSizes(
  source: FeatureSource,
  { confidence }: ParameterLayout,
  settings: FitSettings,
  { threads, mostResidentBytes }: Required<WasmEngineOptions>,
): AlignQueueSizes & { readonly rows: number; readonly isResident: boolean } {
  const { classes, rows, views } = source;
  const featureSize = confidence ? source.featureSize : 0;
  const batchRows = Math.min(rows, batchSizeOf(settings));
  const isWorthThreads = batchRows * (classes + featureSize) >= LEAST_NUMBERS_FOR_THREADS;
  const isResident = 4 * rows * views * (classes + featureSize) <= mostResidentBytes;
  const poolRows = mostPoolRows({ rows, batchSize: batchRows });
  return {
    rows,
    isResident,
    classes,
    featureSize,
    hasConfidence: confidence !== null,
    storeRows: isResident ? new Array<number>(views).fill(rows) : [poolRows, poolRows],
    batchRows,
    threads: isWorthThreads && canShareMemory() ? threads : 1,
  };
}

function batchSizeOf({ optimizer }: FitSettings): number {
  if (optimizer.kind === 'sgd') return optimizer.batchSize;
  throw new Error('startWasmEngine: L-BFGS runs on the host'); // the settings are checked
}

function availableThreads(): number {
  return canShareMemory() ? Math.min(process.getBuiltinModule('node:os').availableParallelism(), MOST_THREADS) : 1;
}
