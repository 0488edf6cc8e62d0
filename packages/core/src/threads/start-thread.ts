import type { Worker } from 'node:worker_threads';

/** Runs CommonJS code in a thread of Node that does not keep the process alive. */
export function startThread(code: string, workerData: unknown): Worker {
  const { Worker } = process.getBuiltinModule('node:worker_threads');
  const worker = new Worker(code, { eval: true, workerData, execArgv: [] });
  worker.unref();
  return worker;
}
