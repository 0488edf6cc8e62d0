import { Worker } from 'node:worker_threads';
import type { Rendering, RenderJob } from './render-file.js';

/** Threads that read pictures. */
export interface PhotographThreads {
  /** @throws what ended the thread, where one ends */
  render(job: RenderJob): Promise<Rendering>;
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (rendering: Rendering) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Starts threads that render pictures, each job in the one with the fewest. They do not keep the process alive while nothing is asked.
 *
 * @param entry the compiled `photograph-thread.js`
 */
export function startPhotographThreads({
  entry,
  count,
}: {
  readonly entry: URL;
  readonly count: number;
}): PhotographThreads {
  const threads = Array.from({ length: count }, () => startThread(entry));
  return {
    render: (job) => threads.reduce((best, next) => (next.waiting.size < best.waiting.size ? next : best)).ask(job),
    async close() {
      await Promise.all(threads.map(({ worker }) => worker.terminate()));
    },
  };
}

function startThread(entry: URL) {
  const worker = new Worker(entry);
  worker.unref();
  const waiting = new Map<number, Waiting>();
  let next = 0;
  let ended: Error | undefined;
  const end = (error: Error) => {
    ended ??= error;
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  };
  worker.on('message', ({ id, rendering }: { id: number; rendering: Rendering }) => {
    const asked = waiting.get(id);
    waiting.delete(id);
    if (waiting.size === 0) worker.unref();
    asked?.resolve(rendering);
  });
  worker.on('error', end);
  worker.on('exit', (code) => end(new Error(`startPhotographThreads: a thread ended with code ${code}`)));
  const ask = (job: RenderJob) => {
    if (ended) return Promise.reject(ended);
    return new Promise<Rendering>((resolve, reject) => {
      waiting.set(next, { resolve, reject });
      worker.ref();
      worker.postMessage({ id: next++, job });
    });
  };
  return { worker, waiting, ask };
}
