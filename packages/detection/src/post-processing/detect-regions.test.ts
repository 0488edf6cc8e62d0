import { identityCalibration } from '@disalign/core';
import { describe, expect, it } from 'vitest';
import { maskBox } from '../masks/mask-box.js';
import type { RegionImage } from '../regions/region-image.js';
import { detectionMasks } from './detection-masks.js';
import { detectRegions } from './detect-regions.js';

const scoring = { calibrations: [identityCalibration(3)] };
const size = { height: 40, width: 60 };
// Three regions; the first two overlap by more than half, and all look most like class 0.
const image: RegionImage = {
  id: 9,
  frame: size,
  size,
  heads: [{ rows: 3, features: new Float32Array(0), logits: Float32Array.of(3, 0, 0, 4, 0, 0, 2, 0, 0) }],
  boxes: Float32Array.of(0, 0, 10, 10, 0, 0, 10, 9, 30, 20, 50, 40),
  deltas: null,
  masks: null,
  labels: null,
};

describe('detectRegions', () => {
  it('keeps the best of those that overlap, class by class, best first', () => {
    const found = detectRegions(image, scoring);
    expect([...found.regions]).toEqual([1, 2, 2, 0]);
    // The second class has equal logits in all regions: its score is highest where the first class scores lowest.
    expect([...found.classes]).toEqual([0, 0, 1, 1]);
    expect([...found.boxes.subarray(0, 4)]).toEqual([0, 0, 10, 9]);
    expect(found).toMatchObject({ imageId: 9, size, length: 4 });
  });

  it('knows a threshold, another overlap, and how many are wanted', () => {
    expect([...detectRegions(image, scoring, { scoreThreshold: 0.5 }).regions]).toEqual([1, 2]);
    expect([...detectRegions(image, scoring, { scoreThreshold: 0.5, iou: 0.9 }).regions]).toEqual([1, 0, 2]);
    expect([...detectRegions(image, scoring, { most: 1 }).regions]).toEqual([1]);
    expect(detectRegions(image, scoring, { scoreThreshold: 1 }).length).toBe(0);
  });

  it('brings boxes from the frame to the image, and leaves out what lies outside of it', () => {
    const frame = { height: 20, width: 30 };
    const boxes = Float32Array.of(1, 2, 11, 12, 28, 0, 40, 9, -9, 3, -1, 8);
    const found = detectRegions({ ...image, frame, boxes }, scoring, { scoreThreshold: 0.5 });
    expect([...found.regions]).toEqual([1, 0]);
    expect([...found.boxes]).toEqual([56, 0, 60, 18, 2, 4, 22, 24]);
  });

  it('leaves out regions whose box or score is not finite', () => {
    const boxes = Float32Array.of(0, 0, NaN, 10, 0, 0, 10, 9, 30, 20, 50, Infinity);
    // Infinity is cut at the frame.
    expect([...detectRegions({ ...image, boxes }, scoring, { scoreThreshold: 0.5 }).regions]).toEqual([1, 2]);
    const logits = Float32Array.of(NaN, 0, 0, 4, 0, 0, 2, 0, 0);
    const heads = [{ ...image.heads[0], logits }];
    expect([...detectRegions({ ...image, heads }, scoring, { scoreThreshold: 0.5 }).regions]).toEqual([1, 2]);
  });

  it('finds nothing among no regions', () => {
    const heads = [{ rows: 0, features: new Float32Array(0), logits: new Float32Array(0) }];
    const none = { ...image, heads, boxes: new Float32Array(0) };
    expect(detectRegions(none, scoring)).toMatchObject({ imageId: 9, length: 0 });
  });

  it.each<[string, Partial<RegionImage>, string]>([
    ['boxes that are none', { boxes: new Float32Array(11) }, '`boxes` must hold rows of 4 numbers, got 11 numbers'],
    ['a box too few', { boxes: new Float32Array(8) }, '`heads[0].rows` of image 9 must be 2, one a box, got 3'],
    ['no head', { heads: [] }, '`heads` of image 9 must hold at least one, got 0'],
    ['deltas of other classes', { deltas: new Float32Array(36) }, 'must hold 3 x 4 or 3 x 4 x 2 numbers, got 36'],
    ['labels too few', { labels: new Int32Array(2) }, '`labels` of image 9 must hold 3 numbers, got 2'],
    [
      'masks of other classes',
      { masks: { logits: new Float32Array(36), channels: 3, side: 2 } },
      '`masks.channels` of image 9 must be 1 or 2, got 3',
    ],
    [
      'masks too few',
      { masks: { logits: new Float32Array(8), channels: 1, side: 2 } },
      '`masks.logits` of image 9 must hold 3 x 1 x 2 x 2 numbers, got 8',
    ],
    [
      'heads of other columns',
      { heads: [image.heads[0], { ...image.heads[0], logits: new Float32Array(12) }] },
      '`heads[1].logits` of image 9 must hold 3 rows, as many columns as the first head, got 12',
    ],
  ])('refuses %s, naming image and part', (_, changes, message) => {
    expect(() => detectRegions({ ...image, ...changes }, scoring)).toThrow(RangeError);
    expect(() => detectRegions({ ...image, ...changes }, scoring)).toThrow(message);
  });
});

describe('detectionMasks', () => {
  it('takes the mask of the region, and of the class where there is one for each', () => {
    // Class 0 is on the left of the box, class 1 on the right.
    const left = [9, -9, 9, -9];
    const right = [-9, 9, -9, 9];
    const logits = Float32Array.from([0, 1, 2].flatMap(() => [...left, ...right]));
    const masked = { ...image, masks: { logits, channels: 2, side: 2 } };
    const detections = detectRegions(masked, scoring);
    const masks = detectionMasks(masked, detections);
    expect([...detections.classes]).toEqual([0, 0, 1, 1]);
    // Region 2 spans x 30 to 50 and y 20 to 40.
    expect(maskBox(masks[1])).toEqual([30, 20, 10, 20]);
    expect(maskBox(masks[2])).toEqual([40, 20, 10, 20]);
  });

  it('refuses an image without masks', () => {
    expect(() => detectionMasks(image, detectRegions(image, scoring))).toThrow('`masks` of image 9 must be there');
  });
});
