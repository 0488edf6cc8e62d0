import { expect, it } from 'vitest';
import { runningMean } from './running-mean.js';

it('is the mean of the neighbours, of fewer at the ends', () => {
  expect(runningMean([1, 2, 6, 7], 1)).toEqual([1.5, 3, 5, 6.5]);
  expect(runningMean([1, 2, 6, 7], 0)).toEqual([1, 2, 6, 7]);
});

it('leaves nulls out, and is null where nothing is left', () => {
  expect(runningMean([null, null, 4], 1)).toEqual([null, 4, 4]);
});
