import { expect, it } from 'vitest';
import { cellText } from './cell-text.js';

it('shows a number in the decimals of its column, whole numbers in groups of three', () => {
  expect(cellText(46.918, { digits: 1 })).toBe('46.9');
  expect(cellText(13000, {})).toBe('13,000');
  expect(cellText(0.0123456, {})).toBe('0.01235');
});

it('shows deviation and interval beside the mean', () => {
  expect(cellText({ mean: 78.34, deviation: 0.41, interval: [77.9, 78.72] }, { digits: 1 })).toBe(
    '78.3 ± 0.4 [77.9, 78.7]',
  );
});

it('gives differences their sign, and none to what is rounded to zero', () => {
  const column = { digits: 1, signed: true };
  expect(cellText({ mean: 9.52, deviation: 1, interval: [-0.04, 10] }, column)).toBe('+9.5 ± 1.0 [0.0, +10.0]');
  expect(cellText(-0.01, { digits: 1 })).toBe('0.0');
  expect(cellText(-3, column)).toBe('-3.0');
});

it('shows texts as they are, and a hyphen where there is nothing', () => {
  expect([cellText('0.9–1.5', {}), cellText(null, {}), cellText(undefined, {})]).toEqual(['0.9–1.5', '-', '-']);
});
