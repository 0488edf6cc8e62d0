import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Contestant, Peer } from '../contestants/contestant.js';
import { compileLimits } from './compile-limits.js';

/** Bytes of an array, far more than caches hold. */
const ARRAY_BYTES = 2 ** 26;
const PAGE_BYTES = 2 ** 16;
/** The lowest page stays free. */
const START = PAGE_BYTES;

/** Each thread works on its part; clocks of threads differ by where they start. */
const CODE = `
  const { parentPort, workerData: { module, memory, part, bytes, size, start } } = require('node:worker_threads');
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const now = () => performance.timeOrigin + performance.now();
  const places = [0, 1, 2].map((array) => start + array * size + part * bytes);
  parentPort.on('message', ({ kernel, iterations }) => {
    const begin = now();
    for (let i = 0; i < iterations; i++) exports[kernel](...places, bytes);
    parentPort.postMessage([begin, now()]);
  });
`;

/** The bandwidth of this machine's memory with so many threads: f32 triad and copy in WebAssembly with SIMD. */
export async function startLimitsPeer(threads: number): Promise<Peer> {
  const module = await compileLimits();
  const pages = (START + 3 * ARRAY_BYTES) / PAGE_BYTES;
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  new Float32Array(memory.buffer, START).fill(1);
  const bytes = Math.floor(ARRAY_BYTES / threads / 64) * 64;
  const workers = Array.from({ length: threads }, (_, part) => {
    const workerData = { module, memory, part, bytes, size: ARRAY_BYTES, start: START };
    return new Worker(CODE, { eval: true, workerData });
  });
  const limit = (kernel: 'triad' | 'copy', arrays: number): Contestant => ({
    name: `${kernel}, WebAssembly`,
    kind: 'limit',
    threads,
    bytes: arrays * bytes * threads,
    takes: ({ access }) => access === 'streamed',
    run: (_, iterations) => runTogether(workers, { kernel, iterations }),
    values: async () => null,
  });
  return {
    description: `triad and copy in WebAssembly, ${threads} thread${threads > 1 ? 's' : ''}`,
    contestants: [limit('triad', 3), limit('copy', 2)],
    load: async () => {},
    unload: async () => {},
    async close() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

/** From when the first thread starts to when the last one ends, in milliseconds. */
async function runTogether(workers: readonly Worker[], request: object): Promise<number> {
  const replies = workers.map(async (worker) => {
    const [times] = (await once(worker, 'message')) as [[begin: number, end: number]];
    return times;
  });
  for (const worker of workers) worker.postMessage(request);
  const times = await Promise.all(replies);
  return Math.max(...times.map(([, end]) => end)) - Math.min(...times.map(([begin]) => begin));
}
