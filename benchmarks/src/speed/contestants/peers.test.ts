import { describe, expect, it } from 'vitest';
import { drawCase } from '../cases/draw-case.js';
import { exactValues, largestError } from '../cases/exact-values.js';
import type { Peer } from './contestant.js';
import { startQueuePeer } from './start-queue-peer.js';
import { startTfjsPeer } from './start-tfjs-peer.js';

const data = drawCase({ rows: 90, featureSize: 37, classes: 11 }, 0.05);

const starts: [string, () => Peer | Promise<Peer>, string[]][] = [
  ['the queue, one thread', () => startQueuePeer({ threads: 1, deterministic: true }), ['wasm threads, strict']],
  ['the queue, two threads', () => startQueuePeer({ threads: 2, deterministic: true }), ['wasm threads, strict']],
  ['TensorFlow.js on wasm', () => startTfjsPeer('wasm'), ['wasm, fused', 'wasm, composed']],
  ['TensorFlow.js on cpu', () => startTfjsPeer('cpu'), ['cpu, composed']],
];

describe.each(starts)('%s', (_, start, names) => {
  it('finds what float64 finds, before and after it is timed, and on a second case', async () => {
    const peer = await start();
    expect(peer.contestants.map(({ name }) => name)).toEqual(names);
    for (let turn = 0; turn < 2; turn++) {
      await peer.load(data);
      for (const contestant of peer.contestants) {
        for (const pass of ['forward', 'forward-nchw', 'gradients'] as const) {
          const task = { pass, access: 'streamed' } as const;
          if (!contestant.takes(task)) continue;
          const exact = exactValues(data, pass);
          expect(largestError((await contestant.values(task)) ?? [], exact)).toBeLessThan(5e-6);
          expect(await contestant.run(task, 2 * data.batches + 1)).toBeGreaterThan(0);
          expect(await contestant.run({ ...task, access: 'hot' }, 2)).toBeGreaterThan(0);
          expect(largestError((await contestant.values(task)) ?? [], exact)).toBeLessThan(5e-6);
        }
      }
      await peer.unload();
    }
    await peer.close();
  });
});
