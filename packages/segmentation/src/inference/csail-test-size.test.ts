import { describe, expect, it } from 'vitest';
import { csailTestSize } from './csail-test-size.js';
import { csailProtocol } from './inference-protocol.js';

describe('csailTestSize', () => {
  it('rounds sides up to a multiple of 8', () => {
    const sizes = csailProtocol().inputSizes({ height: 364, width: 500 });
    expect(sizes.map(({ height, width }) => `${width}x${height}`)).toEqual([
      '416x304',
      '520x376',
      '624x456',
      '728x528',
      '824x600',
    ]);
  });

  it('keeps the longer side below its limit', () => {
    // 1000 / 2000: 1000 x 200
    expect(csailTestSize({ height: 400, width: 2000 }, { shortSide: 600 })).toEqual({ height: 200, width: 1000 });
  });

  it('refuses options out of range', () => {
    const image = { height: 4, width: 4 };
    expect(() => csailTestSize(image, { shortSide: 0 })).toThrow('must be at least 1, got 0, 1000 and 8');
    expect(() => csailTestSize(image, { shortSide: 9, multiple: 0.5 })).toThrow(RangeError);
  });
});
