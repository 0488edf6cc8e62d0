import { describe, expect, it } from 'vitest';
import type { Contestant } from '../contestants/contestant.js';
import { runRounds } from './run-rounds.js';

const task = { pass: 'forward', access: 'hot' } as const;

/** Takes so long a batch, and notes its turns. */
function pretend(name: string, milliseconds: number, turns: string[]): Contestant {
  return {
    name,
    kind: 'fused',
    threads: 1,
    takes: () => true,
    async run(_, iterations) {
      turns.push(`${name} ${iterations}`);
      return milliseconds * iterations;
    },
    values: async () => null,
  };
}

function run(contestants: readonly Contestant[], rounds: number, signal = new AbortController().signal) {
  const started = contestants.map((contestant) => ({ contestant, firstMilliseconds: 99 }));
  return runRounds(started, task, { rounds, turn: 100, mostIterations: 30, signal, onProgress: () => undefined });
}

describe('runRounds', () => {
  it('fills a turn with batches, and gives the milliseconds of one', async () => {
    const turns: string[] = [];
    const [fast, faster, slow] = await run(
      [pretend('fast', 10, turns), pretend('faster', 1, turns), pretend('slow', 120, turns)],
      2,
    );
    expect([fast.iterations, faster.iterations, slow.iterations]).toEqual([10, 30, 1]);
    expect(fast.samples).toEqual([
      { round: 0, milliseconds: 10 },
      { round: 1, milliseconds: 10 },
    ]);
    expect(fast).toMatchObject({ name: 'fast', kind: 'fused', threads: 1, firstMilliseconds: 99 });
  });

  it('takes turns, each once a round, in orders that differ', async () => {
    const turns: string[] = [];
    const names = ['a', 'b', 'c', 'd'];
    await run(
      names.map((name) => pretend(name, 100, turns)),
      6,
    );
    const orders = Array.from({ length: 6 }, (_, round) => turns.slice(4 + 4 * round, 8 + 4 * round).join());
    for (const order of orders) expect(order.split(',').sort()).toEqual(names.map((name) => `${name} 1`));
    expect(new Set(orders).size).toBeGreaterThan(1);
  });

  it('has slow ones in few rounds', async () => {
    const [slow, fast] = await run([pretend('slow', 400, []), pretend('fast', 10, [])], 12);
    expect(slow.samples.map(({ round }) => round)).toEqual([0, 4, 8]);
    expect(fast.samples).toHaveLength(12);
  });

  it('stops where it is interrupted', async () => {
    const interrupted = new AbortController();
    const stopping: Contestant = {
      ...pretend('stopping', 1, []),
      run: async () => {
        interrupted.abort(new Error('enough'));
        return 1;
      },
    };
    await expect(run([stopping], 3, interrupted.signal)).rejects.toThrow('enough');
  });
});
