import { NO_CLASS } from '@disalign/segmentation';
import { expect, it } from 'vitest';
import { sceneBatches } from './scene-batches.js';
import type { SceneImages } from './scene-images.js';

const side = 16;
// Of scene n pixel (x, y) is 16 y + x, and its class n; every fourth row has none.
const scenes: SceneImages = {
  count: 5,
  side,
  pixels: Uint8Array.from({ length: 5 * side * side }, (_, i) => i % (side * side)),
  labels: Uint8Array.from({ length: 5 * side * side }, (_, i) =>
    Math.floor(i / side) % 4 === 3 ? NO_CLASS : Math.floor(i / (side * side)),
  ),
};
const options = { seed: 3, epochs: 2, batchSize: 2, cropSize: 8 };

it('goes over the scenes in epochs of whole batches, each scene at most once', () => {
  const batches = [...sceneBatches(scenes, options)];
  expect(batches.map(({ step }) => step)).toEqual([0, 1, 2, 3]);
  expect(batches[0]).toMatchObject({ totalSteps: 4, stepsPerEpoch: 2 });
  const classes = batches.slice(0, 2).flatMap(({ labels }) => [...new Set(labels)].filter((label) => label >= 0));
  expect(new Set(classes).size).toBe(4);
});

it('cuts pixels and labels at one place: a cell has the class of its pixel (2, 2), or none', () => {
  for (const { inputs, labels } of sceneBatches(scenes, options)) {
    for (let row = 0; row < 2; row++) {
      const byteAt = (y: number, x: number) => Math.round(63.75 * inputs[row * 64 + y * 8 + x] + 114.75);
      expect(byteAt(1, 1) - byteAt(0, 0)).toBe(side + 1);
      const cells = [...labels.subarray(row * 4, (row + 1) * 4)];
      const rows = [2, 6].map((y) => Math.floor(byteAt(y, 2) / side));
      expect(cells.map((label) => label < 0)).toEqual([rows[0], rows[0], rows[1], rows[1]].map((y) => y % 4 === 3));
    }
  }
});

it('depends on the seed alone', () => {
  const first = (seed: number) => [...sceneBatches(scenes, { ...options, seed })][1].inputs;
  expect(first(3)).toEqual(first(3));
  expect(first(3)).not.toEqual(first(4));
});
