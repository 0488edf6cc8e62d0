import { expect, it } from 'vitest';
import { mapConcurrently } from './map-concurrently.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));

it('mapConcurrently keeps the order, and never runs more than its limit', async () => {
  let [running, most] = [0, 0];
  const doubled = await mapConcurrently([3, 1, 2, 0, 5], 2, async (turns) => {
    most = Math.max(most, ++running);
    for (let i = 0; i < turns; i++) await turn();
    running--;
    return 2 * turns;
  });
  expect(doubled).toEqual([6, 2, 4, 0, 10]);
  expect(most).toBe(2);
});

it('mapConcurrently rejects with the first error, and takes an empty list', async () => {
  const fail = async (value: number) => Promise.reject(new Error(`no ${value}`));
  await expect(mapConcurrently([7, 8], 1, fail)).rejects.toThrow('no 7');
  expect(await mapConcurrently([], 4, fail)).toEqual([]);
});
