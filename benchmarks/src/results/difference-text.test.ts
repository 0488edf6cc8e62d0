import { expect, it } from 'vitest';
import { differenceText } from './difference-text.js';

it.each([
  [{ estimate: 0.0552, lower: 0.0411, upper: 0.0689 }, '+5.5 [+4.1, +6.9]'],
  [{ estimate: -0.068, lower: -0.081, upper: -0.055 }, '-6.8 [-8.1, -5.5]'],
  // What is rounded to zero says no sign.
  [{ estimate: 0.0004, lower: -0.0004, upper: 0.0006 }, '0.0 [0.0, +0.1]'],
  [{ estimate: 0, lower: -0.0123, upper: -0 }, '0.0 [-1.2, 0.0]'],
  [null, '-'],
])('writes %o as %s', (interval, text) => {
  expect(differenceText(interval)).toBe(text);
});
