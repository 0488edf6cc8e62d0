import type { WasmKernels } from '../wasm/wasm-kernels.js';
import { planMemory } from './plan-memory.js';

// N rows of a store, B rows of a batch, K classes, D features. `assembly/queue.ts` says how the threads share the work.

/** Threads of a queue, at most. */
export const MOST_THREADS = 63;
/** Blocks of a batch, at most. */
const MOST_BLOCKS = 64;
/** Rows of a block, at least: below, its sums cost more than its rows. */
const LEAST_BLOCK_ROWS = 64;

/** Sizes that a queue is laid out for. */
export interface AlignQueueSizes {
  readonly classes: number;
  /** 0 without a confidence layer. */
  readonly featureSize: number;
  readonly hasConfidence: boolean;
  /** Rows that each store can hold. */
  readonly storeRows: readonly number[];
  /** Rows of a batch, at most. */
  readonly batchRows: number;
  readonly threads: number;
}

/** Rows in the memory that the kernels run on. */
export interface RowArrays {
  /** [N, D] */
  readonly features: Float32Array;
  /** [N, K] */
  readonly logits: Float32Array;
  /** [N]; negative: ignored. */
  readonly labels: Int32Array;
}

/** A batch, and what its loss depends on. */
export interface AlignRequest {
  /** Number of the store whose rows `selection` names. */
  readonly store: number;
  /** [B] */
  readonly selection: Int32Array;
  /** theta: [scale change K | bias K | confidence weight D | confidence bias]. */
  readonly theta: ArrayLike<number>;
  /** [K] */
  readonly classWeights: ArrayLike<number>;
}

/** Where everything lies. */
export interface AlignQueuePlan {
  readonly sizes: AlignQueueSizes;
  /** What all of it takes. */
  readonly bytes: number;
  readonly queue: number;
  readonly stores: readonly { readonly features: number; readonly logits: number; readonly labels: number }[];
  readonly theta: number;
  readonly classWeights: number;
  readonly selection: number;
  readonly totals: number;
  readonly sums: number;
  readonly scratch: number;
  readonly claims: number;
  readonly task: number;
  readonly parameters: number;
}

type Sizer = Pick<WasmKernels, 'blockScratch' | 'parameterBytes' | 'sumBytes'>;

/** Lays out the memory of a queue. */
export function planAlignQueue(
  sizes: AlignQueueSizes,
  { blockScratch, parameterBytes, sumBytes }: Sizer,
): AlignQueuePlan {
  const { classes, featureSize, storeRows, batchRows, threads } = sizes;
  const memory = planMemory();
  const numbers = (count: number) => memory.take(4 * count);
  const places = {
    queue: numbers(16),
    task: numbers(16),
    claims: numbers(MOST_BLOCKS),
    theta: numbers(thetaSize(sizes)),
    classWeights: numbers(classes),
    selection: numbers(batchRows),
    totals: memory.take(8 * totalCount(sizes)),
    parameters: memory.take(parameterBytes(classes, featureSize)),
    scratch: memory.take(threads * scratchBytes(classes, blockScratch)),
    sums: memory.take(threads * MOST_BLOCKS * sumBytes(classes, featureSize)),
    stores: storeRows.map((rows) => ({
      labels: numbers(rows),
      logits: numbers(rows * classes),
      features: numbers(rows * featureSize),
    })),
  };
  return { sizes, ...places, bytes: memory.bytes };
}

function thetaSize({ classes, featureSize, hasConfidence }: AlignQueueSizes): number {
  return 2 * classes + (hasConfidence ? featureSize + 1 : 0);
}

function totalCount(sizes: AlignQueueSizes): number {
  return thetaSize(sizes) + 4;
}

/** Two threads never write to one cache line. */
function scratchBytes(classes: number, blockScratch: Sizer['blockScratch']): number {
  return Math.ceil(blockScratch(classes) / 64) * 64;
}

/** The arrays of each store. */
export function storeArrays({ sizes, stores }: AlignQueuePlan, buffer: ArrayBufferLike): RowArrays[] {
  const { classes, featureSize, storeRows } = sizes;
  return stores.map(({ features, logits, labels }, index) => ({
    features: new Float32Array(buffer, features, storeRows[index] * featureSize),
    logits: new Float32Array(buffer, logits, storeRows[index] * classes),
    labels: new Int32Array(buffer, labels, storeRows[index]),
  }));
}

/**
 * The leader's side of a queue: computes a batch, with the threads that follow it.
 *
 * @returns float64 [theta's size + 4], overwritten by the next batch: gradient of the summed loss by theta; sums over valid rows
 * of weighted loss, weight, count and confidence
 */
export function leadQueue(
  plan: AlignQueuePlan,
  buffer: ArrayBufferLike,
  { lead, blockScratch }: Pick<WasmKernels, 'lead' | 'blockScratch'>,
): (request: AlignRequest) => Float64Array {
  const { sizes } = plan;
  const { classes, featureSize, hasConfidence } = sizes;
  const queue = new Int32Array(buffer, plan.queue, 11);
  const task = new Int32Array(buffer, plan.task, 9);
  const theta = new Float32Array(buffer, plan.theta, thetaSize(sizes));
  const weights = new Float32Array(buffer, plan.classWeights, classes);
  const selected = new Int32Array(buffer, plan.selection, sizes.batchRows);
  const totals = new Float64Array(buffer, plan.totals, totalCount(sizes));
  return (request) => {
    const { features, logits, labels } = plan.stores[request.store];
    const rows = request.selection.length;
    const rowsPerBlock = Math.max(LEAST_BLOCK_ROWS, Math.ceil(rows / MOST_BLOCKS));
    theta.set(request.theta);
    weights.set(request.classWeights);
    selected.set(request.selection);
    // The fields of Task, and of Queue after generation and next.
    const { selection, classWeights, parameters } = plan;
    task.set([
      features,
      logits,
      labels,
      selection,
      classWeights,
      parameters,
      classes,
      featureSize,
      Number(hasConfidence),
    ]);
    const { sums, scratch, claims } = plan;
    const places = [plan.theta, plan.totals, sums, scratch, scratchBytes(classes, blockScratch), claims, plan.task];
    queue.set([rows, rowsPerBlock, ...places], 2);
    lead(plan.queue);
    return totals;
  };
}
