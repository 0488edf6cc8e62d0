import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockSizes } from './block-sizes.js';

const sizesOf = (rows: number, classes: number, featureSize: number) => ({
  rows,
  classes,
  featureSize,
  hasConfidence: true,
  parameters: 2 * classes + featureSize + 1,
});

describe('blockSizes', () => {
  it('hold every row and column, in at most 1,024 blocks', () => {
    const sizes = fc.tuple(
      fc.integer({ min: 1, max: 300_000 }),
      fc.integer({ min: 1, max: 22_000 }),
      fc.nat({ max: 22_000 }),
    );
    const property = fc.property(sizes, ([rows, classes, featureSize]) => {
      const { width, invocations, heldClasses, heldFeatures, rowsPerBlock, blocks } = blockSizes(
        sizesOf(rows, classes, featureSize),
      );
      expect(classes % width).toBe(0);
      expect(featureSize % width).toBe(0);
      expect(heldClasses * width * invocations).toBeGreaterThanOrEqual(classes);
      expect(heldFeatures * width * invocations).toBeGreaterThanOrEqual(featureSize);
      expect(blocks * rowsPerBlock).toBeGreaterThanOrEqual(rows);
      expect((blocks - 1) * rowsPerBlock).toBeLessThan(rows);
      expect(blocks).toBeLessThanOrEqual(1024);
      expect(Math.log2(invocations) % 1).toBe(0);
    });
    fc.assert(property, { seed: 1 });
  });

  it('reads four numbers at once where every row begins at a multiple of four', () => {
    expect(blockSizes(sizesOf(65_536, 1000, 2048))).toEqual({
      width: 4,
      invocations: 256,
      heldClasses: 1,
      heldFeatures: 2,
      rowsPerBlock: 64,
      blocks: 1024,
    });
    expect(blockSizes(sizesOf(256, 8142, 2048))).toMatchObject({ width: 1, heldClasses: 32, heldFeatures: 8 });
  });

  it('refuses columns that an invocation cannot hold', () => {
    // 391 numbers of classes in 6 arrays of 4 bytes.
    expect(() => blockSizes(sizesOf(1, 100_001, 0))).toThrow(
      new RangeError('DisAlignAlign: `theta` is too long for webgpu, whose invocations hold 8192 bytes, got 9384'),
    );
  });
});
