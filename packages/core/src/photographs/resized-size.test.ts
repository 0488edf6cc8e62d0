import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resizedSize } from './resized-size.js';

describe('resizedSize', () => {
  it('cuts the longer side as torchvision does, and rounds it as detectron2 does', () => {
    // 256 * 640 / 480 = 341.3; 800 * 641 / 480 = 1068.3; 800 * 640 / 480 = 1066.7
    expect(resizedSize({ height: 480, width: 640 }, { shorter: 256 })).toEqual({ height: 256, width: 341 });
    expect(resizedSize({ height: 640, width: 480 }, { shorter: 800 })).toEqual({ height: 1066, width: 800 });
    expect(resizedSize({ height: 480, width: 640 }, { shorter: 800, longest: 1333 })).toEqual({
      height: 800,
      width: 1067,
    });
  });

  it('keeps the longer side within its limit', () => {
    // 800 / 300 * 1000 = 2667 > 1333: 1333 / 1000 * 300 = 399.9
    expect(resizedSize({ height: 300, width: 1000 }, { shorter: 800, longest: 1333 })).toEqual({
      height: 400,
      width: 1333,
    });
  });

  it('fits into a box, or takes the size it is told', () => {
    // min(2048 / 640, 512 / 480) = 1.0667
    expect(resizedSize({ height: 480, width: 640 }, { long: 2048, short: 512 })).toEqual({ height: 512, width: 683 });
    expect(resizedSize({ height: 9, width: 5 }, { height: 32, width: 48 })).toEqual({ height: 32, width: 48 });
  });

  it('keeps a pixel of each side, and turns with the image', () => {
    const side = fc.integer({ min: 1, max: 5000 });
    const rule = fc.oneof(
      fc.record({ shorter: side }),
      fc.record({ shorter: side, longest: side }),
      fc.record({ long: side, short: side }),
    );
    fc.assert(
      fc.property(side, side, rule, (height, width, resize) => {
        const size = resizedSize({ height, width }, resize);
        expect(Math.min(size.height, size.width)).toBeGreaterThanOrEqual(1);
        const turned = resizedSize({ height: width, width: height }, resize);
        expect(turned).toEqual({ height: size.width, width: size.height });
      }),
    );
  });
});
