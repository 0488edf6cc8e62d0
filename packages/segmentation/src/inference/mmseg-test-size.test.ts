import { describe, expect, it } from 'vitest';
import { mmsegRatios } from './inference-protocol.js';
import { mmsegTestSize } from './mmseg-test-size.js';

const sizeOf = (width: number, height: number, ratio = 1): string => {
  const size = mmsegTestSize({ height, width }, { ratio });
  return `${size.width}x${size.height}`;
};

describe('mmsegTestSize', () => {
  it('fits images into 2048 x 512, small ones enlarged', () => {
    expect([sizeOf(683, 512), sizeOf(500, 364), sizeOf(400, 300)]).toEqual(['683x512', '703x512', '683x512']);
    expect(sizeOf(364, 500)).toBe('512x703');
    expect([sizeOf(2100, 2100), sizeOf(4000, 100)]).toEqual(['512x512', '2048x51']);
  });

  it('scales the box for the other sizes of a multi-scale test', () => {
    expect(mmsegRatios.map((ratio) => sizeOf(500, 364, ratio))).toEqual([
      '352x256',
      '527x384',
      '703x512',
      '879x640',
      '1055x768',
      '1231x896',
    ]);
  });

  it('keeps a pixel of a side that would have none, and refuses a box without any', () => {
    expect(mmsegTestSize({ height: 1, width: 9000 })).toEqual({ height: 1, width: 2048 });
    for (const ratio of [0, 1e-3, NaN, Infinity]) {
      expect(() => mmsegTestSize({ height: 4, width: 4 }, { ratio })).toThrow(
        '`box` times `ratio` must be at least 1 pixel',
      );
    }
    expect(() => mmsegTestSize({ height: 4, width: 0 })).toThrow(RangeError);
  });
});
