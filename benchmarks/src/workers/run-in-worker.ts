import { Worker } from 'node:worker_threads';
import type { WorkerJob, WorkerMessage, WorkerResults } from './worker-job.js';

export interface RunInWorkerOptions {
  readonly onProgress: (share: number) => void;
  /** Ends the thread. */
  readonly signal?: AbortSignal;
  /** The module that the thread runs. Default: `worker-main.js`. */
  readonly entry?: URL;
}

/** Runs a job in a thread of its own. Rejects with what the job throws, or when `signal` ends the thread. */
export async function runInWorker<Kind extends keyof WorkerResults>(
  job: Extract<WorkerJob, { kind: Kind }>,
  { onProgress, signal, entry = new URL('./worker-main.js', import.meta.url) }: RunInWorkerOptions,
): Promise<WorkerResults[Kind]> {
  signal?.throwIfAborted();
  const worker = new Worker(entry, { workerData: job });
  const listening = new AbortController();
  try {
    return await new Promise((resolve, reject) => {
      const interrupt = () => reject(new Error('interrupted', { cause: signal?.reason }));
      signal?.addEventListener('abort', interrupt, { once: true, signal: listening.signal });
      worker.on('error', reject);
      worker.on('exit', (code) => reject(new Error(`runInWorker: the thread ended without a result, code ${code}`)));
      worker.on('message', (message: WorkerMessage<Kind>) => {
        if (message.kind === 'progress') onProgress(message.share);
        else resolve(message.result);
      });
    });
  } finally {
    listening.abort();
    await worker.terminate();
  }
}
