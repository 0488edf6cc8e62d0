import type { FeatureBatch, FeatureSource, RowRange } from '../../features/feature-source.js';
import { findNonFinite } from '../../features/find-non-finite.js';
import { iterateBatches } from '../../features/iterate-batches.js';
import { planMemory } from '../../kernels/threads/plan-memory.js';
import { canShareMemory } from '../../kernels/threads/start-align-queue.js';
import type { RowArrays } from '../../kernels/threads/align-queue.js';
import { loadRows } from './load-rows.js';

/** As `iterateBatches` has it. */
const BATCH_ROWS = 4096;

/**
 * All rows of a view in their order, in batches of 4,096, for who looks at each batch once: its arrays are used again. Rows that
 * lie in files are read by another thread.
 *
 * @throws what the source throws, for numbers that are not finite too
 */
export async function* walkRows(source: FeatureSource, view: number): AsyncGenerator<FeatureBatch> {
  const ranges = batchRanges(source.rows);
  if (!canShareMemory() || ranges.length < 2 || !source.locate?.(ranges[0], view)) {
    yield* iterateBatches(source, { view, batchRows: BATCH_ROWS });
    return;
  }
  const { memory, stores } = twoStores(source);
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
      if (!isFinite(batch, source)) await source.read(range, view);
      yield batch;
    }
  } finally {
    await loader.close();
  }
}

function batchRanges(rows: number): RowRange[] {
  return Array.from({ length: Math.ceil(rows / BATCH_ROWS) }, (_, i) => {
    return { start: i * BATCH_ROWS, end: Math.min((i + 1) * BATCH_ROWS, rows) };
  });
}

function twoStores({ featureSize, classes }: FeatureSource): { memory: WebAssembly.Memory; stores: RowArrays[] } {
  const plan = planMemory();
  const places = [0, 1].map(() => ({
    features: plan.take(4 * BATCH_ROWS * featureSize),
    logits: plan.take(4 * BATCH_ROWS * classes),
    labels: plan.take(4 * BATCH_ROWS),
  }));
  const pages = Math.ceil(plan.bytes / 2 ** 16);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const stores = places.map(({ features, logits, labels }) => ({
    features: new Float32Array(memory.buffer, features, BATCH_ROWS * featureSize),
    logits: new Float32Array(memory.buffer, logits, BATCH_ROWS * classes),
    labels: new Int32Array(memory.buffer, labels, BATCH_ROWS),
  }));
  return { memory, stores };
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

function isFinite({ features, logits }: FeatureBatch, { featureSize, classes }: FeatureSource): boolean {
  return findNonFinite(features, featureSize) === undefined && findNonFinite(logits, classes) === undefined;
}
