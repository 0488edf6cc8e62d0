import { describe, expect, it } from 'vitest';
import { threeDigits } from './official-lines.js';

describe('threeDigits', () => {
  it('rounds as Python: exact halves go to the even digit', () => {
    // '{:0.3f}'.format of each.
    expect([0.0625, 0.1875, 0.3125, 0.9375, 0.0005, 0.9999999, -1, 0].map(threeDigits)).toEqual([
      '0.062',
      '0.188',
      '0.312',
      '0.938',
      '0.001',
      '1.000',
      '-1.000',
      '0.000',
    ]);
  });
});
