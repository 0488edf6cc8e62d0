import { expect, it } from 'vitest';
import { rhoText } from './rho-text.js';

it.each([
  [[1.2, 1.2], '1.2'],
  [[1.5, 0.9, 1], '0.9–1.5'],
  [[0, null], '0.0'],
  [[10, 9], '9.0–10.0'],
  [[null, null], '-'],
  [[], '-'],
])('writes %o as %s', (rhos, text) => {
  expect(rhoText(rhos.map((rho) => ({ rho })))).toBe(text);
});
