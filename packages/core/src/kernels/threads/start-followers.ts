import { startThread } from '../../threads/start-thread.js';

/** Threads that follow a queue. */
export interface Followers {
  /** Throws what one of them died of, if one has. */
  check(): void;
  close(): Promise<void>;
}

/** What a follower runs: all it does is in the module. */
const CODE = `
  const { workerData } = require('node:worker_threads');
  const { module, memory, queue, thread } = workerData;
  const { exports } = new WebAssembly.Instance(module, { env: { memory }, 'align-block': { log: Math.log } });
  exports.follow(queue, thread);
`;

export interface FollowersOptions {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Address of the queue. */
  readonly queue: number;
  readonly count: number;
}

/** Starts threads that help with each batch of a queue. Node only. They do not keep the process alive. */
export function startFollowers({ module, memory, queue, count }: FollowersOptions): Followers {
  let failure: Error | undefined;
  const workers = Array.from({ length: count }, (_, index) => {
    const worker = startThread(CODE, { module, memory, queue, thread: index + 1 });
    worker.on('error', (error) => (failure ??= error));
    worker.on('exit', (code) => (failure ??= new Error(`fitCalibration: a thread ended with code ${code}`)));
    return worker;
  });
  return {
    check() {
      if (failure) throw failure;
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.removeAllListeners().terminate()));
    },
  };
}
