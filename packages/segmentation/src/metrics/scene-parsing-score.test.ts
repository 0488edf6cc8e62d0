import { describe, expect, it } from 'vitest';
import { SegmentationCounts } from './segmentation-counts.js';
import { sceneParsingScore } from './scene-parsing-score.js';

describe('sceneParsingScore', () => {
  it('counts a class that occurs nowhere as 0, and a prediction without a class as a miss', () => {
    const counts = new SegmentationCounts(4);
    const map = (...labels: number[]) => ({ height: 1, width: labels.length, labels: Uint8Array.from(labels) });
    counts.add(map(0, 255, 1, 3), map(0, 0, 1, 255));
    // IoU 1/2, 1, 0, 0
    expect(sceneParsingScore(counts)).toEqual({
      pixelAccuracy: 2 / 3,
      meanIoU: 0.375,
      finalScore: (2 / 3 + 0.375) / 2,
    });
  });

  it('refuses counts without a labelled pixel', () => {
    expect(() => sceneParsingScore(new SegmentationCounts(4))).toThrow('must hold a labelled pixel, got none');
  });
});
