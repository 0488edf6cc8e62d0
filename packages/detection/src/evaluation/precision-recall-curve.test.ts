import { describe, expect, it } from 'vitest';
import { detectionsFromJson } from '../data/detections-from-json.js';
import { groundTruthFromJson } from '../data/ground-truth-from-json.js';
import { evaluateCoco } from './evaluate-coco.js';
import { precisionRecallCurve } from './precision-recall-curve.js';

const image = { id: 7, height: 100, width: 100 };
const boxes = [
  [0, 0, 10, 10],
  [20, 0, 10, 10],
  [40, 0, 10, 10],
  [60, 0, 10, 10],
];
const truth = groundTruthFromJson(
  {
    images: [image],
    annotations: boxes.map((bbox, id) => ({ id: id + 1, image_id: 7, category_id: 3, bbox, area: 100, iscrowd: 0 })),
    categories: [
      { id: 3, name: 'cat' },
      { id: 4, name: 'lynx' },
    ],
  },
  { format: 'coco' },
);
// Right, wrong, right, right; the fourth is never found.
const found = [boxes[0], [0, 50, 10, 10], boxes[1], boxes[2]];
const results = found.map((bbox, at) => ({ image_id: 7, category_id: 3, bbox, score: 0.9 - at / 10 }));
const { matches } = evaluateCoco(truth, detectionsFromJson(results, truth));

describe('precisionRecallCurve', () => {
  it('by hand: 1 up to a recall of 1/4, then 3/4 up to 3/4, then 0', () => {
    const curve = precisionRecallCurve(matches, { category: 3 });
    const at = (level: number) => [curve?.recalls[level], curve?.precisions[level], curve?.scores[level]];
    const close = (value: number) => expect.closeTo(value, 12) as number;
    expect(at(0)).toEqual([0, close(1), 0.9]);
    expect(at(25)).toEqual([0.25, close(1), 0.9]);
    expect(at(26)).toEqual([0.26, close(0.75), close(0.7)]);
    expect(at(75)).toEqual([0.75, close(0.75), close(0.6)]);
    expect(at(76)).toEqual([0.76, 0, 0]);
  });

  it('has the AP for its mean', () => {
    const { perCategory } = evaluateCoco(truth, detectionsFromJson(results, truth));
    const curve = precisionRecallCurve(matches, { category: 3, iou: 0.75 });
    const mean = (curve?.precisions.reduce((sum, precision) => sum + precision, 0) ?? 0) / 101;
    expect(mean).toBe(perCategory[0].AP75);
  });

  it('is not there for a category or an area without ground truth', () => {
    expect(precisionRecallCurve(matches, { category: 4 })).toBeUndefined();
    expect(precisionRecallCurve(matches, { category: 3, area: 'large' })).toBeUndefined();
    expect(precisionRecallCurve(matches, { category: 3, area: 'small' })).toBeDefined();
  });

  it('refuses another threshold and an unknown category', () => {
    expect(() => precisionRecallCurve(matches, { category: 3, iou: 0.52 })).toThrow(
      'must be 0.5, 0.55, … or 0.95, got 0.52',
    );
    expect(() => precisionRecallCurve(matches, { category: 9 })).toThrow('must be an id of the table, got 9');
  });
});
