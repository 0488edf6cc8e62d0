import { experimental_startAlignQueue as startAlignQueue, type AlignQueue } from '@disalign/core';
import { tile, type CaseData } from '../cases/draw-case.js';
import type { Contestant, Peer } from './contestant.js';

/** How the queue is started. */
export interface QueuePeerOptions {
  readonly threads: number;
  /** Strict arithmetic also where relaxed runs. */
  readonly deterministic: boolean;
}

interface LoadedCase {
  readonly data: CaseData;
  readonly queue: AlignQueue;
  readonly theta: Float32Array;
}

/** Our fused loss and gradients as a fit computes them: rows in memory that threads share, no TensorFlow.js. */
export function startQueuePeer({ threads, deterministic }: QueuePeerOptions): Peer {
  let loaded: LoadedCase | undefined;
  let next = 0;
  const align = (batch: number): Float64Array => {
    if (loaded === undefined) throw new Error('no case is loaded');
    const { data, queue, theta } = loaded;
    const { rows } = data.sizes;
    const selection = Int32Array.from({ length: rows }, (_, row) => batch * rows + row);
    return queue.align({ store: 0, selection, theta, classWeights: data.classWeights });
  };
  const contestant: Contestant = {
    name: `wasm threads, ${deterministic ? 'strict' : 'relaxed'}`,
    kind: 'fused',
    threads,
    takes: ({ pass }) => pass === 'gradients',
    async run({ access }, iterations) {
      const batches = loaded?.data.batches ?? 1;
      const start = performance.now();
      for (let i = 0; i < iterations; i++) {
        if (access === 'streamed') next = (next + 1) % batches;
        align(access === 'hot' ? 0 : next);
      }
      return performance.now() - start;
    },
    async values() {
      const totals = align(0);
      const [loss, weight] = totals.subarray(-4);
      return Float64Array.of(...totals.subarray(0, -4), loss).map((value) => value / weight);
    },
  };
  return {
    description: `${contestant.name} x ${threads}`,
    contestants: [contestant],
    async load(data) {
      loaded = { data, queue: fill(data, { threads, deterministic }), theta: thetaOf(data) };
      next = 0;
    },
    async unload() {
      await loaded?.queue.close();
      loaded = undefined;
    },
    close: async () => {},
  };
}

function fill(data: CaseData, { threads, deterministic }: QueuePeerOptions): AlignQueue {
  const { rows, featureSize, classes } = data.sizes;
  const queue = startAlignQueue(
    { classes, featureSize, hasConfidence: true, storeRows: [rows * data.batches], batchRows: rows, threads },
    { deterministic },
  );
  const [{ features, logits, labels }] = queue.stores;
  tile(data.featureBlock, features, 0);
  tile(data.logitBlock, logits, 0);
  tile(data.labelBlock, labels, 0);
  return queue;
}

function thetaOf({ calibration: { scale, bias, confidence } }: CaseData): Float32Array {
  return Float32Array.of(...scale.map((value) => value - 1), ...bias, ...confidence.weight, confidence.bias);
}
