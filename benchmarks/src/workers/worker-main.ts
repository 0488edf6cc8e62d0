import { parentPort, workerData } from 'node:worker_threads';
import { ablateNetwork } from '../experiments/component-ablation/ablate-network.js';
import { compareOnNetwork } from '../experiments/optimizers/compare-on-network.js';
import type { WorkerJob } from './worker-job.js';

// The entry of a thread: does the one job it was started with, and says how far it is.
const job = workerData as WorkerJob;
const onProgress = (text: string, share: number) => parentPort?.postMessage({ kind: 'progress', text, share });
const result = await (job.kind === 'ablate-network'
  ? ablateNetwork(job.task, onProgress)
  : compareOnNetwork(job.task, onProgress));
parentPort?.postMessage({ kind: 'result', result });
