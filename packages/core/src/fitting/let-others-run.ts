/** Milliseconds after which timers, signals and messages get a turn. */
const TURN = 20;

/**
 * A pause to take after each of many short steps: now and then it lets timers, signals and messages through, which waiting for
 * what is there already does not.
 */
export function letOthersRun(): () => Promise<void> | undefined {
  let last = performance.now();
  return () => {
    if (performance.now() - last < TURN) return undefined;
    return new Promise((resolve) =>
      afterOthers(() => {
        last = performance.now();
        resolve();
      }),
    );
  };
}

/** A timer of Node sleeps a millisecond at least; a browser has nothing else. */
const afterOthers: (callback: () => void) => unknown = typeof setImmediate === 'function' ? setImmediate : setTimeout;
