import { SegmentationCounts, summarizeSegmentation, type LongTailGroup } from '@disalign/segmentation';
import { expectClose } from '@disalign/test-support';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bootstrapImages } from './bootstrap-images.js';
import { imageCounts, type ImageCounts } from './image-counts.js';
import { segmentationScores } from './segmentation-scores.js';

const groups: LongTailGroup[] = ['head', 'body', 'tail'];
const count = (label: number, intersection: number, predicted: number, labelled: number) => ({
  label,
  intersection,
  predicted,
  labelled,
});

describe('segmentationScores', () => {
  it('adds counts before it divides, worked by hand', () => {
    // Class 0: 6 of 12 predicted and 8 labelled: IoU 6 / 14, accuracy 6 / 8. Class 1: only predicted: IoU 0, no accuracy. Class 2: nowhere.
    const images: ImageCounts[] = [[count(0, 2, 4, 4)], [count(0, 4, 8, 4), count(1, 0, 2, 0)]];
    const { mIoU, mAcc, headIoU, bodyIoU, tailIoU } = segmentationScores(images, groups);
    expectClose([mIoU, mAcc, headIoU, bodyIoU], [6 / 14 / 2, 6 / 8, 6 / 14, 0], { relative: 1e-12, absolute: 0 });
    expect(tailIoU).toBeNaN();
    // The second image twice: 10 of 20 and 12, IoU 10 / 22.
    expectClose([segmentationScores(images, groups, [1, 2]).headIoU], [10 / 22], { relative: 1e-12 });
  });

  it('is the summary of the segmentation package over the same images', () => {
    const label = fc.integer({ min: 0, max: 2 });
    const map = fc.array(label, { minLength: 6, maxLength: 6 });
    const property = fc.property(fc.array(fc.tuple(map, map), { minLength: 1, maxLength: 4 }), (images) => {
      const all = new SegmentationCounts(3);
      const each = images.map(([truth, predicted]) => {
        const size = { height: 2, width: 3 };
        const maps = [predicted, truth].map((labels) => ({ ...size, labels: Uint8Array.from(labels) }));
        const one = new SegmentationCounts(3);
        one.add(maps[0], maps[1]);
        all.add(maps[0], maps[1]);
        return imageCounts(one);
      });
      const summary = summarizeSegmentation(all, { groups });
      const scores = segmentationScores(each, groups);
      expect(scores.mIoU).toBeCloseTo(summary.mIoU ?? NaN, 12);
      expect(scores.mAcc).toBeCloseTo(summary.mAcc ?? NaN, 12);
      expect(scores.tailIoU).toEqual(summary.groups?.tail.mIoU ?? NaN);
      expect(scores.tailAcc).toEqual(summary.groups?.tail.mAcc ?? NaN);
    });
    fc.assert(property, { seed: 1 });
  });
});

describe('bootstrapImages', () => {
  const right = [count(0, 4, 4, 4), count(1, 4, 4, 4), count(2, 4, 4, 4)];
  const wrong = [count(0, 2, 4, 4), count(1, 2, 4, 4), count(2, 2, 4, 4)];
  const options = { groups, seed: 1, resamples: 200 };

  it('finds no width where every image gains alike, worked by hand', () => {
    // IoU 4 / 4 after, 2 / 6 before, whatever is drawn.
    const images = Array.from({ length: 7 }, () => wrong);
    const { mIoU, mAcc } = bootstrapImages([{ reference: images, candidate: images.map(() => right) }], options);
    for (const end of [mIoU.estimate, mIoU.lower, mIoU.upper]) expect(end).toBeCloseTo(2 / 3, 12);
    expect(mAcc.estimate).toBeCloseTo(1 / 2, 12);
  });

  it('averages networks, and has the width of the images', () => {
    const reference = Array.from({ length: 30 }, () => wrong);
    const half = reference.map((_, i) => (i % 2 === 0 ? right : wrong));
    const networks = [
      { reference, candidate: half },
      { reference, candidate: reference },
    ];
    const { mAcc } = bootstrapImages(networks, options);
    // The first gains a quarter, its deviation over 30 images is 0.5 x 0.5 / sqrt(30) = 0.0456; the mean of both has half of each.
    expect(mAcc.estimate).toBeCloseTo(0.125, 12);
    const width = (mAcc.upper - mAcc.lower) / (2 * 1.96);
    expect(width).toBeGreaterThan(0.0456 / 2 / 1.3);
    expect(width).toBeLessThan((0.0456 / 2) * 1.3);
    expect(bootstrapImages(networks, options)).toEqual(bootstrapImages(networks, options));
  });

  it('refuses networks without images, or with others', () => {
    expect(() => bootstrapImages([], options)).toThrow('must be tested on the same images, got');
    const pair = { reference: [wrong], candidate: [right, right] };
    expect(() => bootstrapImages([pair], options)).toThrow('must be tested on the same images, got 1, 2');
  });
});
