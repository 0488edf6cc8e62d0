import { createRandom } from '@disalign/core';
import type { SpeedTask } from '../cases/speed-case.js';
import type { Contestant } from '../contestants/contestant.js';
import { contestantKey, type Timing, type TimingSample } from './timing.js';

/** A contestant that has run once. */
export interface StartedContestant<Task = SpeedTask> {
  readonly contestant: Contestant<Task>;
  readonly firstMilliseconds: number;
}

export interface RunRoundsOptions {
  readonly rounds: number;
  /** Milliseconds that a turn is to take. */
  readonly turn: number;
  /** Batches of a turn, at most. */
  readonly mostIterations: number;
  readonly signal: AbortSignal;
  readonly onProgress: (text: string, share: number) => void;
}

/** From so many milliseconds a batch on, a contestant is slow, and takes part in few rounds. */
const SLOW = 150;
const ROUNDS_OF_SLOW = 3;

/**
 * Times contestants in turns: in each round every one of them once, in a drawn order, so that what else the machine does hits all
 * alike. A turn before them is for warming up.
 */
export async function runRounds<Task = SpeedTask>(
  started: readonly StartedContestant<Task>[],
  task: Task,
  { rounds, turn, mostIterations, signal, onProgress }: RunRoundsOptions,
): Promise<Timing[]> {
  const warm: (StartedContestant<Task> & { iterations: number; samples: TimingSample[] })[] = [];
  for (const { contestant, firstMilliseconds } of started) {
    signal.throwIfAborted();
    onProgress(`warming up ${contestantKey(contestant)}`, 0);
    const estimate = await contestant.run(task, 1);
    const iterations = Math.min(Math.max(Math.round(turn / estimate), 1), mostIterations);
    if (iterations > 1) await contestant.run(task, iterations);
    warm.push({ contestant, firstMilliseconds, iterations, samples: [] });
  }
  const every = Math.max(1, Math.floor(rounds / ROUNDS_OF_SLOW));
  for (let round = 0; round < rounds; round++) {
    const order = createRandom(17, round).shuffle(warm.map((_, index) => index));
    for (const index of order) {
      signal.throwIfAborted();
      const { contestant, iterations, samples } = warm[index];
      const isSlow = samples.length > 0 && samples[0].milliseconds > SLOW;
      if (isSlow && round % every !== 0) continue;
      onProgress(`round ${round + 1} of ${rounds}`, round / rounds);
      samples.push({ round, milliseconds: (await contestant.run(task, iterations)) / iterations });
    }
  }
  return warm.map(({ contestant: { name, kind, threads, bytes }, ...timing }) => ({
    name,
    kind,
    threads,
    bytes,
    ...timing,
  }));
}
