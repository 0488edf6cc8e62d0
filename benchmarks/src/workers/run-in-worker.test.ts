import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { runInWorker } from './run-in-worker.js';
import type { WorkerJob } from './worker-job.js';

const job = {
  kind: 'extract-features',
  task: { network: { dataSet: 'glyph-lt', networkSeed: 3, backend: 'cpu' }, folder: 'here' },
} satisfies WorkerJob;
const ignore = () => {};

/** A thread's module. */
function threadOf(code: string): URL {
  const source = `import { parentPort, workerData } from 'node:worker_threads';\n${code}`;
  return new URL(`data:text/javascript,${encodeURIComponent(source)}`);
}

describe('runInWorker', () => {
  it('hands the job to the thread, and hands on its progress and its result', async () => {
    const entry = threadOf(`
      for (const share of [0.25, 1]) parentPort.postMessage({ kind: 'progress', share });
      parentPort.postMessage({ kind: 'result', result: workerData });
      parentPort.on('message', () => {}); // goes on living
    `);
    const shares: number[] = [];
    expect(await runInWorker(job, { entry, onProgress: (share) => shares.push(share) })).toEqual(job);
    expect(shares).toEqual([0.25, 1]);
  });

  it('ends the thread once its result is there', async () => {
    const ticks = new BroadcastChannel('ticks of a thread');
    let count = 0;
    ticks.onmessage = () => count++;
    const entry = threadOf(`
      const ticks = new BroadcastChannel('ticks of a thread');
      setInterval(() => ticks.postMessage(null), 1);
      setTimeout(() => parentPort.postMessage({ kind: 'result', result: null }), 20);
    `);
    await runInWorker(job, { entry, onProgress: ignore });
    // What was sent before arrives first.
    await setTimeout(20);
    expect(count).toBeGreaterThan(0);
    count = 0;
    await setTimeout(50);
    expect(count).toBe(0);
    ticks.close();
  });

  it('rejects with what the thread throws', async () => {
    const entry = threadOf(`throw new RangeError('no such arm')`);
    const run = runInWorker(job, { entry, onProgress: ignore });
    await expect(run).rejects.toThrow(RangeError);
    await expect(run).rejects.toThrow('no such arm');
  });

  it('rejects when the thread ends without a result', async () => {
    const run = runInWorker(job, { entry: threadOf('process.exit(7)'), onProgress: ignore });
    await expect(run).rejects.toThrow('the thread ended without a result, code 7');
  });

  it('ends the thread on a signal', async () => {
    const controller = new AbortController();
    const entry = threadOf(`
      parentPort.postMessage({ kind: 'progress', share: 0.5 });
      for (;;);
    `);
    const reason = new Error('SIGINT');
    // Were the endless thread not ended, this test would never be.
    const run = runInWorker(job, { entry, signal: controller.signal, onProgress: () => controller.abort(reason) });
    await expect(run).rejects.toMatchObject({ message: 'interrupted', cause: reason });
  });

  it('starts no thread once the signal is given', async () => {
    const signal = AbortSignal.abort(new Error('too late'));
    const entry = threadOf(`parentPort.postMessage({ kind: 'result', result: null })`);
    await expect(runInWorker(job, { entry, signal, onProgress: ignore })).rejects.toThrow('too late');
  });
});
