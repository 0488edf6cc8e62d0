let last: Promise<unknown> = Promise.resolve();

/** Runs `task` after all tasks given before have ended: TensorFlow.js has one active backend, and one start to follow. */
export function oneAtATime<T>(task: () => Promise<T>): Promise<T> {
  const run = last.then(task);
  last = run.catch(() => undefined);
  return run;
}
