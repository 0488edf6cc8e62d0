import { createRandom } from '@disalign/core';
import { boxIou } from '@disalign/detection';
import { describe, expect, it } from 'vitest';
import { drawProposals, type Corners } from './draw-proposals.js';

/** Left, top and the sides. */
function sides([left, top, right, bottom]: ArrayLike<number> & Iterable<number>): [number, number, number, number] {
  return [left, top, right - left, bottom - top];
}

describe('drawProposals', () => {
  const objects: readonly Corners[] = [
    [10, 20, 50, 50],
    [100, 90, 128, 128],
  ];
  const draw = (seed: number) => drawProposals(objects, { side: 128, random: createRandom(seed, 0) });

  it('draws four around each object and 24 anywhere, inside the image, the same for one seed', () => {
    const boxes = draw(1);
    expect(boxes).toHaveLength(4 * (2 * 4 + 24));
    expect(draw(1)).toEqual(boxes);
    expect(draw(2)).not.toEqual(boxes);
    for (let row = 0; row < boxes.length; row += 4) {
      const [left, top, right, bottom] = boxes.subarray(row, row + 4);
      expect(Math.min(left, top)).toBeGreaterThanOrEqual(0);
      expect(Math.max(right, bottom)).toBeLessThanOrEqual(128);
      expect(right).toBeGreaterThan(left);
      expect(bottom).toBeGreaterThan(top);
    }
  });

  it('keeps most of those around an object on it', () => {
    const overlaps = Array.from({ length: 50 }, (_, seed) => {
      const around = Array.from({ length: 4 }, (_, i) => sides(draw(seed).subarray(4 * i, 4 * i + 4)));
      return [...boxIou(around, [sides(objects[0])])];
    }).flat();
    const share = overlaps.filter((iou) => iou >= 0.5).length / overlaps.length;
    expect(share).toBeGreaterThan(0.8);
    expect(share).toBeLessThan(1);
  });
});
