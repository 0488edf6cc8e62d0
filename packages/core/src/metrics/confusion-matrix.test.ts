import { describe, expect, it } from 'vitest';
import { ConfusionMatrix } from './confusion-matrix.js';

describe('ConfusionMatrix', () => {
  it('counts true classes by row and predictions by column, and no ignored row', () => {
    const matrix = new ConfusionMatrix(3);
    matrix.add(Int32Array.of(0, 1, 1, 2, -9), Int32Array.of(0, 0, 1, 0, -1));
    expect([...matrix.counts]).toEqual([1, 1, 1, 0, 1, 0, 0, 0, 0]);
  });

  it('merges shards into what one pass counts', () => {
    const [left, right, both] = [0, 0, 0].map(() => new ConfusionMatrix(2));
    left.add(Int32Array.of(0, 1), Int32Array.of(1, 1));
    right.add(Int32Array.of(1), Int32Array.of(1));
    both.add(Int32Array.of(0, 1, 1), Int32Array.of(1, 1, 1));
    expect(left.merge(right)).toEqual(both);
    expect(right.merge(left)).toEqual(both);
    expect([...left.counts]).toEqual([0, 0, 1, 1]);
  });

  it('counts nothing of a batch that it refuses', () => {
    const matrix = new ConfusionMatrix(2);
    expect(() => matrix.add(Int32Array.of(0, 2), Int32Array.of(0, 0))).toThrow(
      new RangeError('ConfusionMatrix.add: `predictions[1]` must be in [0, 2), got 2'),
    );
    expect(() => matrix.add(Int32Array.of(0, -1), Int32Array.of(0, 0))).toThrow(RangeError);
    expect(() => matrix.add(Int32Array.of(0, 0), Int32Array.of(0, 2))).toThrow(RangeError);
    expect(() => matrix.add(Int32Array.of(0), Int32Array.of(0, 0))).toThrow(RangeError);
    expect([...matrix.counts]).toEqual([0, 0, 0, 0]);
  });

  it('refuses another number of classes', () => {
    expect(() => new ConfusionMatrix(0)).toThrow(RangeError);
    expect(() => new ConfusionMatrix(2).merge(new ConfusionMatrix(3))).toThrow(
      'ConfusionMatrix.merge: `other` must have 2 classes, got 3',
    );
  });
});
