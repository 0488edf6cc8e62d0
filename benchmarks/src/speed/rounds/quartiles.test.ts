import { expect, it } from 'vitest';
import { quartiles } from './quartiles.js';

it('interpolates between sorted values', () => {
  expect(quartiles([4, 1, 3, 2, 5])).toEqual({ median: 3, lower: 2, upper: 4, count: 5 });
  expect(quartiles([1, 2])).toEqual({ median: 1.5, lower: 1.25, upper: 1.75, count: 2 });
  expect(quartiles([7])).toEqual({ median: 7, lower: 7, upper: 7, count: 1 });
});

it('refuses nothing', () => {
  expect(() => quartiles([])).toThrow('`values` must hold at least one number, got none');
});
