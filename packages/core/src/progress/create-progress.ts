import { progressLine, type ProgressTask } from './progress-line.js';

/** Where progress is shown. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  /** Like that of Node's streams. */
  write(text: string): unknown;
}

/** Where a line of progress goes, and how much there is to do. */
export interface CreateProgressOptions {
  readonly stream: ProgressStream;
  /** How many tasks there will be. Default: as many as were heard of. */
  readonly totalTasks?: number;
  /** The time in milliseconds. Default: `performance.now`. */
  readonly now?: () => number;
}

/** A line that tells how far the work is. */
export interface Progress {
  /** Says what a task does, and which share of it is done, 0 to 1. */
  update(task: string, text: string, share: number): void;
  /** Removes the line. */
  done(): void;
}

const INTERVAL = 100;
const CLEAR_REST = '\u001B[K';

/**
 * Shows progress on a terminal: one line, written anew at most ten times a second, with the time taken and the time left. To anything
 * else nothing is written.
 *
 * @example
 * import { createProgress } from '@disalign/core/node';
 * const progress = createProgress({ stream: process.stderr, totalTasks: 1 });
 * progress.update('fit', 'rho 1.2', 0.5); // 50 %  0:10 taken, 0:10 left | fit: rho 1.2 50 %
 * progress.done();
 */
export function createProgress({
  stream,
  totalTasks = 0,
  now = () => performance.now(),
}: CreateProgressOptions): Progress {
  const tasks = new Map<string, ProgressTask>();
  const start = now();
  let written: number | null = null;
  return {
    update(name, text, share) {
      tasks.set(name, { name, text, share });
      const time = now();
      if (stream.isTTY !== true || (written !== null && time - written < INTERVAL)) return;
      written = time;
      const width = stream.columns || 80;
      const elapsedSeconds = (time - start) / 1000;
      stream.write(`\r${progressLine({ tasks: [...tasks.values()], totalTasks, elapsedSeconds, width })}${CLEAR_REST}`);
    },
    done() {
      if (written !== null) stream.write(`\r${CLEAR_REST}`);
      written = null;
    },
  };
}
