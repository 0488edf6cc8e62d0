import { expect, it } from 'vitest';
import { padColumns } from './pad-columns.js';

it('sets names to the left and numbers to the right of their column', () => {
  expect(
    padColumns([
      ['a', '1.5'],
      ['long', '-'],
    ]),
  ).toEqual([
    ['a   ', '1.5'],
    ['long', '  -'],
  ]);
  expect(padColumns([])).toEqual([]);
});
