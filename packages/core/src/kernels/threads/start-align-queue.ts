import {
  type AlignQueueSizes,
  type AlignRequest,
  leadQueue,
  MOST_THREADS,
  planAlignQueue,
  type RowArrays,
  storeArrays,
} from './align-queue.js';
import { startFollowers } from './start-followers.js';
import { availableArithmetic, instantiateKernels, type KernelArithmetic, kernelModule } from '../wasm/wasm-kernels.js';

const PAGE_BYTES = 2 ** 16;

/** Batches computed by the fused WebAssembly kernels on memory of their own, by one thread or several. */
export interface AlignQueue {
  readonly arithmetic: KernelArithmetic;
  readonly memory: WebAssembly.Memory;
  /** The rows of each store, to be filled by whoever has them. */
  readonly stores: readonly RowArrays[];
  /**
   * Loss and gradients of a batch; the number of threads changes no bit.
   *
   * @returns float64 [theta's size + 4], overwritten by the next batch: gradient of the summed loss by theta, then the sums over
   * valid rows of weighted loss, weight, count and confidence
   * @throws what one of the threads died of
   */
  align(request: AlignRequest): Float64Array;
  /** Ends its threads. */
  close(): Promise<void>;
}

/**
 * Starts a queue with its memory and its threads; in Node the memory is shared. What the engine `wasm` of a fit computes with.
 *
 * @throws RangeError for a number of threads it cannot have; Error where the engine has no SIMD, or not as much memory
 * @example
 * import { experimental_startAlignQueue as startAlignQueue } from '@disalign/core';
 * const sizes = { classes: 2, featureSize: 0, hasConfidence: false, storeRows: [1], batchRows: 1, threads: 1 };
 * const queue = startAlignQueue(sizes, { deterministic: true });
 * queue.stores[0].logits.set([2, -1]);
 * const request = { store: 0, selection: Int32Array.of(0), theta: [0, 0, 0, 0], classWeights: [1, 1] };
 * console.log(queue.align(request)); // gradient by scale and bias; loss 0.0486, weight 1, count 1, confidence 1
 * await queue.close();
 */
export function startAlignQueue(sizes: AlignQueueSizes, options: { readonly deterministic: boolean }): AlignQueue {
  checkThreads(sizes.threads);
  const arithmetic = availableArithmetic(options);
  if (arithmetic === null) throw new Error("fitCalibration: engine 'wasm' needs WebAssembly with SIMD: use 'host'");
  const plan = planAlignQueue(sizes, instantiateKernels(new WebAssembly.Memory({ initial: 1 }), arithmetic));
  const memory = allocate(plan.bytes);
  const lead = leadQueue(plan, memory.buffer, instantiateKernels(memory, arithmetic));
  const module = kernelModule(arithmetic, memory);
  const followers = startFollowers({ module, memory, queue: plan.queue, count: sizes.threads - 1 });
  return {
    arithmetic,
    memory,
    stores: storeArrays(plan, memory.buffer),
    align(request) {
      followers.check();
      return lead(request);
    },
    close: () => followers.close(),
  };
}

/** Whether threads can share memory: in Node. */
export function canShareMemory(): boolean {
  return typeof process === 'object' && typeof process.getBuiltinModule === 'function';
}

/** @throws RangeError for a number of threads that a queue cannot have */
export function checkThreads(threads: number): void {
  if (Number.isInteger(threads) && threads >= 1 && threads <= MOST_THREADS) return;
  throw new RangeError(`fitCalibration: \`threads\` must be an integer from 1 to ${MOST_THREADS}, got ${threads}`);
}

function allocate(bytes: number): WebAssembly.Memory {
  const pages = Math.ceil(bytes / PAGE_BYTES);
  try {
    return new WebAssembly.Memory(
      canShareMemory() ? { initial: pages, maximum: pages, shared: true } : { initial: pages, maximum: pages },
    );
  } catch (error) {
    const megabytes = Math.ceil(bytes / 1e6);
    throw new Error(`fitCalibration: engine 'wasm' needs ${megabytes} MB and does not get them: take smaller batches`, {
      cause: error,
    });
  }
}
