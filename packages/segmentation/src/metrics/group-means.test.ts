import { describe, expect, it } from 'vitest';
import { groupMeans } from './group-means.js';

const metrics = [
  { iou: 0.8, accuracy: 0.9 },
  { iou: 0.4, accuracy: null },
  { iou: 0, accuracy: null },
];

describe('groupMeans', () => {
  it('leaves out classes without a value, and has no mean where no class has one', () => {
    const means = groupMeans(metrics, ['head', 'head', 'tail']);
    expect(means.head.mIoU).toBeCloseTo(0.6, 15);
    expect(means.head.mAcc).toBe(0.9);
    expect(means.body).toEqual({ mIoU: null, mAcc: null });
    expect(means.tail).toEqual({ mIoU: 0, mAcc: null });
  });

  it('refuses groups for another number of classes', () => {
    expect(() => groupMeans(metrics, ['head'])).toThrow('`groups` must have 3 entries, one a class, got 1');
  });
});
