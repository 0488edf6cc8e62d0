import { expect, it } from 'vitest';
import { speedRatio, type Timing } from './timing.js';

const timing = (milliseconds: readonly number[], bytes?: number): Timing => ({
  name: 'some',
  kind: 'fused',
  threads: 1,
  bytes,
  firstMilliseconds: 1,
  iterations: 1,
  samples: milliseconds.map((value, round) => ({ round, milliseconds: value })),
});

it('takes the ratio within each round, so that a slow round of all alike says nothing', () => {
  expect(speedRatio(timing([1, 10, 2]), timing([2, 20, 6]), 100)).toEqual({
    median: 2,
    lower: 2,
    upper: 2.5,
    count: 3,
  });
});

it('compares bandwidths where other bytes are moved', () => {
  // 100 bytes in 1 ms against 300 in 2 ms.
  expect(speedRatio(timing([1]), timing([2], 300), 100)?.median).toBeCloseTo(2 / 3);
});

it('takes rounds of both only', () => {
  const late = { ...timing([]), samples: [{ round: 2, milliseconds: 8 }] };
  expect(speedRatio(timing([1, 1, 2]), late, 1)).toMatchObject({ median: 4, count: 1 });
  expect(speedRatio(timing([1]), late, 1)).toBeNull();
});
