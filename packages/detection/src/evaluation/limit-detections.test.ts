import { describe, expect, it } from 'vitest';
import type { DetectionTable } from '../data/detections.js';
import { limitDetections } from './limit-detections.js';

function table(rows: readonly (readonly [image: number, category: number, score: number])[]): DetectionTable {
  return {
    file: 'detections',
    length: rows.length,
    images: Int32Array.from(rows, ([image]) => image),
    categories: Int32Array.from(rows, ([, category]) => category),
    scores: Float64Array.from(rows, ([, , score]) => score),
    boxes: new Float64Array(4 * rows.length),
    areas: new Float64Array(rows.length),
    segmentations: undefined,
  };
}

const detections = table([
  [1, 0, 0.5],
  [0, 0, 0.5],
  [1, 1, 0.9],
  [1, 0, 0.5],
  [0, 1, 0.1],
]);

describe('limitDetections', () => {
  it('keeps all without a limit', () => {
    expect([...limitDetections(detections, {})]).toEqual([0, 1, 2, 3, 4]);
  });

  it('joins images in the order of their first detections; only those that are cut are sorted', () => {
    expect([...limitDetections(detections, { perImage: 2 })]).toEqual([2, 0, 1, 4]);
    expect([...limitDetections(detections, { perImage: 3 })]).toEqual([0, 2, 3, 1, 4]);
    expect([...limitDetections(detections, { perImage: 0 })]).toEqual([]);
  });

  it('cuts categories after images, ties in the order that images left', () => {
    expect([...limitDetections(detections, { perCategory: 2 })]).toEqual([0, 1, 2, 4]);
    expect([...limitDetections(detections, { perImage: 3, perCategory: 2 })]).toEqual([0, 3, 2, 4]);
  });

  it('refuses a limit that is no number of detections', () => {
    expect(() => limitDetections(detections, { perImage: -1 })).toThrow(
      '`perImage` must be a whole number from 0, got -1',
    );
    expect(() => limitDetections(detections, { perCategory: 0.5 })).toThrow('`perCategory` must be a whole number');
  });
});
