import { describe, expect, it } from 'vitest';
import { boxIou } from './box-iou.js';
import type { Box } from './mask-box.js';

const detections: Box[] = [
  [0.5, 0.5, 10.25, 5.5],
  [3, 3, 0, 4],
  [100, 100, 10, 10],
  [5, 5, -3, 4],
  [2.2, 1.1, 6.6, 7.7],
];
const groundTruths: Box[] = [
  [1, 1, 10, 5],
  [4.4, 0.3, 3.3, 9.9],
  [110, 100, 5, 5],
];

describe('boxIou', () => {
  it('is 0 for boxes that touch, are empty or have a negative size', () => {
    expect([...boxIou(detections, groundTruths)]).toEqual([
      0.8459869848156182, 0.25601241272304104, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.47225467289719636, 0.4375, 0,
    ]);
  });

  it('divides by the area of the detection where the ground truth is a crowd', () => {
    const ious = boxIou(detections, groundTruths, [true, false, true]);
    expect([0, 3, 6, 9, 12].map((at) => ious[at])).toEqual([0.8647450110864745, 0, 0, 0, 0.6363636363636365]);
  });
});
