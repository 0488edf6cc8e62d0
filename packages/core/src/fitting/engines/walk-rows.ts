import type { FeatureBatch, FeatureSource, RowRange } from '../../features/feature-source.js';
import { STATISTICS_ROWS } from '../../features/feature-statistics.js';
import { iterateBatches } from '../../features/iterate-batches.js';
import { planMemory } from '../../kernels/threads/plan-memory.js';
import { canShareMemory } from '../../kernels/threads/start-align-queue.js';
import type { RowArrays } from '../../kernels/threads/align-queue.js';
import { loadRows } from './load-rows.js';
import { hostRowKernels, planRowKernels, type RowKernels, startRowKernels } from './row-kernels.js';

/** Rows, and what computes with them where they lie. */
export interface WalkedRows {
  readonly batch: FeatureBatch;
  readonly kernels: RowKernels;
}

/**
 * All rows of a view in their order, in batches of 512, for who looks at each batch once: its arrays are used again. Rows that
 * another thread finds are read there.
 *
 * @throws what the source throws, for numbers that are not finite too
 */
export async function* walkRows(source: FeatureSource, view: number): AsyncGenerator<WalkedRows> {
  const ranges = batchRanges(source.rows);
  if (!canShareMemory() || ranges.length < 2 || !source.locate?.(ranges[0], view)) {
    const batches = iterateBatches(source, { view, batchRows: STATISTICS_ROWS });
    for await (const batch of batches) yield { batch, kernels: hostRowKernels };
    return;
  }
  const { memory, stores, kernels } = twoStores(source);
  const loader = loadRows(source, memory);
  const labels = await source.labels();
  const load = (index: number) => {
    const request = { ranges: [{ ...ranges[index], to: 0 }], view, labels };
    const loading = loader.load(request, stores[index % 2]);
    // Whoever stops before it is needed need not hear that it failed.
    loading.catch(() => {});
    return loading;
  };
  try {
    let next = load(0);
    for (const [index, range] of ranges.entries()) {
      await next;
      if (index + 1 < ranges.length) next = load(index + 1);
      const batch = firstRows(stores[index % 2], range.end - range.start, source);
      // The source says where, by its own reading.
      if (!kernels.areFinite(batch)) await source.read(range, view);
      yield { batch, kernels };
    }
  } finally {
    await loader.close();
  }
}

function batchRanges(rows: number): RowRange[] {
  return Array.from({ length: Math.ceil(rows / STATISTICS_ROWS) }, (_, i) => {
    return { start: i * STATISTICS_ROWS, end: Math.min((i + 1) * STATISTICS_ROWS, rows) };
  });
}

/** A memory for the batch that is looked at and the one that is loaded. */
function twoStores({ featureSize, classes }: FeatureSource): {
  memory: WebAssembly.Memory;
  stores: RowArrays[];
  kernels: RowKernels;
} {
  const plan = planMemory();
  const places = [0, 1].map(() => ({
    features: plan.take(4 * STATISTICS_ROWS * featureSize),
    logits: plan.take(4 * STATISTICS_ROWS * classes),
    labels: plan.take(4 * STATISTICS_ROWS),
  }));
  const kernelPlaces = planRowKernels(plan, featureSize);
  const pages = Math.ceil(plan.bytes / 2 ** 16);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const stores = places.map(({ features, logits, labels }) => ({
    features: new Float32Array(memory.buffer, features, STATISTICS_ROWS * featureSize),
    logits: new Float32Array(memory.buffer, logits, STATISTICS_ROWS * classes),
    labels: new Int32Array(memory.buffer, labels, STATISTICS_ROWS),
  }));
  return { memory, stores, kernels: startRowKernels(memory, kernelPlaces) };
}

function firstRows(
  { features, logits, labels }: RowArrays,
  rows: number,
  { featureSize, classes }: FeatureSource,
): FeatureBatch {
  return {
    rows,
    features: features.subarray(0, rows * featureSize),
    logits: logits.subarray(0, rows * classes),
    labels: labels.subarray(0, rows),
  };
}
