import { exactValues, largestError, type ExactValues } from '../cases/exact-values.js';
import { drawCase } from '../cases/draw-case.js';
import {
  caseName,
  compulsoryBytes,
  type Access,
  type Pass,
  type SpeedCase,
  type SpeedTask,
} from '../cases/speed-case.js';
import type { Contestant, Peer } from '../contestants/contestant.js';
import { runRounds, type RunRoundsOptions, type StartedContestant } from './run-rounds.js';
import { contestantKey, type Timing } from './timing.js';

/** A contestant's times, and how exact it is. */
export interface CheckedTiming extends Timing {
  /** Largest difference from float64 over the largest value, see `largestError`; null for a limit. */
  readonly error: number | null;
}

/** One task on one case, by everyone who takes part. */
export interface TaskResult extends SpeedTask {
  readonly case: string;
  readonly sizes: SpeedCase;
  /** What a batch cannot do without. */
  readonly bytes: number;
  readonly timings: readonly CheckedTiming[];
  /** Who was left out, and why. */
  readonly failures: readonly { readonly contestant: string; readonly reason: string }[];
}

export interface MeasureCaseOptions extends Omit<RunRoundsOptions, 'mostIterations'> {
  /** Size of the data set that is walked. */
  readonly megabytes: number;
  /** Whether a contestant is asked for. */
  readonly isWanted: (contestant: Contestant) => boolean;
  readonly passes: readonly Pass[];
}

/** A batch up to so large stays in a cache when it is used again. */
const MOST_HOT_BYTES = 16e6;

/** All tasks of one case: streamed, and hot where a batch fits into a cache; each contestant is checked before it is timed. */
export async function measureCase(
  sizes: SpeedCase,
  peers: readonly Peer[],
  options: MeasureCaseOptions,
): Promise<TaskResult[]> {
  const { megabytes, passes, isWanted, onProgress } = options;
  const data = drawCase(sizes, megabytes);
  const takesPart = (contestant: Contestant) =>
    isWanted(contestant) && passes.some((pass) => contestant.takes({ pass, access: 'streamed' }));
  const wanted = peers.filter(({ contestants }) => contestants.some(takesPart));
  for (const peer of wanted) {
    options.signal.throwIfAborted();
    onProgress(`loading ${peer.description}`, 0);
    await peer.load(data);
  }
  const fits = compulsoryBytes(sizes, 'forward') <= MOST_HOT_BYTES;
  const accesses: readonly Access[] = fits ? ['streamed', 'hot'] : ['streamed'];
  const tasks = passes.flatMap((pass) => accesses.map((access) => ({ pass, access })));
  const results: TaskResult[] = [];
  for (const [index, task] of tasks.entries()) {
    const exact = exactValues(data, task.pass);
    const contestants = wanted
      .flatMap((peer) => peer.contestants.filter(isWanted))
      .filter((contestant) => contestant.takes(task));
    const { checked, failures } = await check(contestants, task, exact);
    const timings = await runRounds(checked, task, {
      ...options,
      mostIterations: task.access === 'streamed' ? data.batches : Infinity,
      onProgress: (text, share) => onProgress(`${task.pass} ${task.access}, ${text}`, (index + share) / tasks.length),
    });
    results.push({
      ...task,
      case: caseName(sizes),
      sizes,
      bytes: compulsoryBytes(sizes, task.pass),
      timings: timings.map((timing, i) => ({ ...timing, error: checked[i].error })),
      failures,
    });
  }
  for (const peer of wanted) await peer.unload();
  return results;
}

/** Runs each for the first time, and compares what it finds; who cannot compute is left out. */
async function check(contestants: readonly Contestant[], task: SpeedTask, exact: ExactValues) {
  const checked: (StartedContestant & { error: number | null })[] = [];
  const failures: { contestant: string; reason: string }[] = [];
  for (const contestant of contestants) {
    try {
      const firstMilliseconds = await contestant.run(task, 1);
      const values = await contestant.values(task);
      checked.push({ contestant, firstMilliseconds, error: values && largestError(values, exact) });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      failures.push({ contestant: contestantKey(contestant), reason });
    }
  }
  return { checked, failures };
}
