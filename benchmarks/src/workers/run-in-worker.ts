import { Worker } from 'node:worker_threads';
import type { WorkerJob, WorkerMessage, WorkerResults } from './worker-job.js';

/** Runs a job in a thread of its own. Rejects with what the job throws, or when `signal` ends the thread. */
export async function runInWorker<Kind extends keyof WorkerResults>(
  job: Extract<WorkerJob, { kind: Kind }>,
  { onProgress, signal }: { onProgress: (share: number) => void; signal?: AbortSignal },
): Promise<WorkerResults[Kind]> {
  signal?.throwIfAborted();
  const worker = new Worker(new URL('./worker-main.js', import.meta.url), { workerData: job });
  try {
    return await new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(new Error('interrupted', { cause: signal.reason })), {
        once: true,
      });
      worker.on('error', reject);
      worker.on('exit', (code) => reject(new Error(`runInWorker: the thread ended without a result, code ${code}`)));
      worker.on('message', (message: WorkerMessage<Kind>) => {
        if (message.kind === 'progress') onProgress(message.share);
        else resolve(message.result);
      });
    });
  } finally {
    await worker.terminate();
  }
}
