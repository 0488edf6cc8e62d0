import { identityCalibration, logitAdjustment, predictClasses } from '@disalign/core';
import { describe, expect, it } from 'vitest';
import { drawMaps, drawSplit } from '../fixtures/drawn-maps.js';
import { resizeBilinear } from '../inference/resize-bilinear.js';
import { SegmentationCounts } from '../metrics/segmentation-counts.js';
import { scoreImages } from './score-images.js';

describe('scoreImages', () => {
  it('counts what enlarged logits predict, of all calibrations in one pass', async () => {
    const images = drawSplit(3);
    const progress: string[] = [];
    const adjusted = logitAdjustment([100, 10, 5, 1]);
    const found = await scoreImages(images, [identityCalibration(4), adjusted], {
      onProgress: ({ done, total }) => progress.push(`${done}/${total}`),
    });
    expect(images.reads).toEqual([0, 1, 2]);
    expect(progress).toEqual(['1/3', '2/3', '3/3']);
    for (const [index, bias] of [new Float64Array(4), adjusted.bias].entries()) {
      const expected = new SegmentationCounts(4);
      for (let row = 0; row < 3; row++) {
        const { logits, labels } = drawMaps(row);
        const moved = resizeBilinear({ ...logits, data: logits.data.map((value, i) => value + bias[i % 4]) }, labels);
        expected.add({ ...labels, labels: Uint8Array.from(predictClasses(moved.data, 4)) }, labels);
      }
      expect(found[index].toJSON()).toEqual(expected.toJSON());
    }
  });

  it('goes through the size of the input where that is known', async () => {
    const maps = drawMaps(5);
    const inputSize = { height: 4, width: 6 };
    const [found] = await scoreImages({ count: 1, read: async () => ({ ...maps, inputSize }) }, [
      identityCalibration(4),
    ]);
    const enlarged = resizeBilinear(resizeBilinear(maps.logits, inputSize), maps.labels);
    const expected = new SegmentationCounts(4);
    expected.add({ ...maps.labels, labels: Uint8Array.from(predictClasses(enlarged.data, 4)) }, maps.labels);
    expect(found.toJSON()).toEqual(expected.toJSON());
  });
});
