import { expect, it } from 'vitest';
import { toChannelsLast } from './to-channels-last.js';

it('toChannelsLast turns [F, C, k, k] into [k, k, C, F]', () => {
  // F = 2, C = 3, 1 x 2 pixels: the value of (f, c, x) is 100 f + 10 c + x.
  const filter = Float32Array.from(
    { length: 12 },
    (_, i) => 100 * Math.floor(i / 6) + 10 * (Math.floor(i / 2) % 3) + (i % 2),
  );
  expect([...toChannelsLast(filter, [2, 3, 1, 2])]).toEqual([0, 100, 10, 110, 20, 120, 1, 101, 11, 111, 21, 121]);
});
