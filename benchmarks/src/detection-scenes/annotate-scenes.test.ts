import { decodeMask, decompressRuns } from '@disalign/detection';
import { describe, expect, it } from 'vitest';
import type { Scene, SceneSign } from '../scenes/scene.js';
import { annotateScenes } from './annotate-scenes.js';
import { objectsOfScenes, regionTargets } from './training-regions.js';

/** A scene of 20 x 20 with upright boxes of classes on it. */
function sceneOf(signs: readonly { label: number; x: number; y: number; side: number }[]): Scene {
  const labels = new Uint8Array(400).fill(255);
  const seen = signs.map(({ label, x, y, side }): SceneSign => {
    const mask = new Uint8Array(400);
    for (let row = y; row < y + side; row++) mask.fill(1, 20 * row + x, 20 * row + x + side);
    mask.forEach((one, pixel) => {
      if (one) labels[pixel] = label;
    });
    return { label, mask, area: side * side, box: { x, y, width: side, height: side } };
  });
  return { width: 20, height: 20, labels, pixels: new Uint8Array(400), signs: seen };
}

const scenes = [
  sceneOf([
    { label: 0, x: 1, y: 2, side: 8 },
    { label: 2, x: 10, y: 10, side: 9 },
  ]),
  // 49 pixels are less than what a sign must show.
  sceneOf([
    { label: 0, x: 5, y: 5, side: 8 },
    { label: 1, x: 13, y: 13, side: 7 },
  ]),
];
const annotated = annotateScenes(
  { count: 2, paint: (index) => scenes[index] },
  { names: ['a', 'b', 'c'], lookAlikes: [[1], [2], [0]], firstId: 7, seed: 0 },
);

describe('annotateScenes', () => {
  it("writes what is seen of each sign in LVIS' format, and counts it", () => {
    const { images, annotations, categories } = annotated.json;
    expect(images.map(({ id, width, height }) => [id, width, height])).toEqual([
      [7, 20, 20],
      [8, 20, 20],
    ]);
    expect(
      annotations.map(({ id, image_id, category_id, bbox, area }) => [id, image_id, category_id, bbox, area]),
    ).toEqual([
      [1, 7, 1, [1, 2, 8, 8], 64],
      [2, 7, 3, [10, 10, 9, 9], 81],
      [3, 8, 1, [5, 5, 8, 8], 64],
    ]);
    const [{ segmentation }] = annotations;
    const mask = decodeMask(decompressRuns(segmentation.counts, { height: 20, width: 20 }));
    expect([...mask]).toEqual([...scenes[0].signs[0].mask]);
    expect(categories.map(({ image_count, frequency }) => [image_count, frequency])).toEqual([
      [2, 'r'],
      [0, 'r'],
      [1, 'r'],
    ]);
  });

  it('lists look-alikes that an image does not show as absent', () => {
    // Of image 7 classes 0 and 2 are shown: 1 looks like 0. Class 1 is shown in image 8, if too little for an annotation: 2 looks like it.
    expect(annotated.json.images.map(({ neg_category_ids }) => neg_category_ids)).toEqual([[2], [3]]);
  });
});

describe('regionTargets', () => {
  it('gives a region the class, the deltas and the mask of the object that it overlaps, worked by hand', () => {
    const objects = objectsOfScenes(annotated);
    expect(objects[0]).toEqual({
      labels: [0, 2],
      corners: [
        [1, 2, 9, 10],
        [10, 10, 19, 19],
      ],
    });
    // The object itself, one that is shifted by a quarter of its side to the right, and one on nothing.
    const boxes = Float32Array.of(1, 2, 9, 10, 3, 2, 11, 10, 14, 0, 18, 4);
    const targets = regionTargets(annotated, objects, [{ scene: 0, boxes }]);
    expect([...targets.labels]).toEqual([0, 0, 3]);
    expect([...targets.objects]).toEqual([1, 1, 0]);
    expect([...targets.mapOf]).toEqual([0, 0, 0]);
    const [first, second, third] = [0, 1, 2].map((row) => targets.masks.subarray(196 * row, 196 * (row + 1)));
    expect(first.every((one) => one === 1)).toBe(true);
    // Cell c of 14 samples pixel floor(3 + 8 (c + 1/2) / 14), which is seen up to 8: cells 0 to 9, as 3 + 8 * 10.5 / 14 = 9.
    expect([...second.subarray(0, 14)]).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0]);
    expect(third.every((one) => one === 0)).toBe(true);
    expect([...targets.deltas.subarray(0, 4)]).toEqual([0, 0, 0, 0]);
    expect(targets.deltas[4]).toBeLessThan(0);
  });
});
