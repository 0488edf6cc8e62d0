import { expect, it } from 'vitest';
import { percentText } from './percent-text.js';

it('writes shares in percent with one decimal, and a dash for none', () => {
  expect([0.46918, 1, 0.00049, 0, null].map(percentText)).toEqual(['46.9', '100.0', '0.0', '0.0', '-']);
});
