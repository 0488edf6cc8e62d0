import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identityCalibration } from '@disalign/core';
import { writeRegionShards, type RegionImage } from '@disalign/detection';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { saveDetectorVisuals } from './save-detector-visuals.js';

const size = { height: 20, width: 30 };
const ids = [4, 5, 6, 7];
/** The last image shows none of a rare category, the first has no picture. */
const json = {
  images: ids.map((id) => ({ id, ...size, neg_category_ids: [], not_exhaustive_category_ids: [] })),
  annotations: ids.map((image_id, index) => ({
    ...{ id: index + 1, image_id, category_id: image_id === 7 ? 1 : 2, bbox: [5, 5, 10, 10], area: 100 },
    segmentation: [[5, 5, 15, 5, 15, 15, 5, 15]],
  })),
  categories: [
    { id: 1, name: 'cat', frequency: 'f' },
    { id: 2, name: 'lynx', frequency: 'r' },
  ],
};

/** A box that is called a cat a little rather than a lynx. */
function regionOf(id: number): RegionImage {
  return {
    ...{ id, frame: size, size, boxes: Float32Array.of(5, 5, 15, 15), deltas: null, labels: null },
    heads: [{ rows: 1, features: Float32Array.of(1), logits: Float32Array.of(3, 2, 0) }],
    masks: { logits: new Float32Array(4).fill(5), channels: 1, side: 2 },
  };
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'detector-visuals-'));
  await mkdir(join(folder, 'images'));
  await writeFile(join(folder, 'test.json'), JSON.stringify(json));
  for (const id of [5, 6, 7]) {
    await sharp({ create: { ...size, channels: 3, background: '#808080' } }).toFile(join(folder, `images/${id}.png`));
  }
  await writeRegionShards(join(folder, 'test'), { count: ids.length, read: async (index) => regionOf(ids[index]) });
});
afterAll(() => rm(folder, { recursive: true }));

const identity = identityCalibration(3);
const result = {
  task: { name: 'mine', seed: 0, annotationsFolder: '', regionsFolder: '' },
  arms: [
    { arm: 'baseline', strength: null, calibration: identity, scores: {} },
    { arm: 'DisAlign', strength: 1, calibration: { ...identity, bias: Float64Array.of(0, 2, 0) }, scores: {} },
  ],
} as const;

it('test images that show a rare category are drawn before and after, where they have a picture', async () => {
  const task = { ...result.task, annotationsFolder: folder, regionsFolder: folder };
  const drawn = join(folder, 'drawn');
  const paths = await saveDetectorVisuals({ ...result, task }, { folder: drawn, images: 10 });
  expect(paths).toEqual([5, 6].map((id) => join(drawn, 'mine', `${id}.png`)));
  expect((await readdir(join(drawn, 'mine'))).sort()).toEqual(['5.png', '6.png']);
  const { data, info } = await sharp(paths[0]).raw().toBuffer({ resolveWithObject: true });
  // Panels: image, ground truth, before, after. In the middle of the mask they have the colour of its category.
  const step = (info.width + 4) / 4;
  const scale = (step - 4) / size.width;
  const colorAt = (panel: number) => {
    const at = 3 * ((12 + 10 * scale) * info.width + panel * step + 10 * scale);
    return [...data.subarray(at, at + 3)];
  };
  const [plain, truth, before, after] = [0, 1, 2, 3].map(colorAt);
  expect(plain).toEqual([128, 128, 128]);
  expect(before).not.toEqual(truth);
  expect(after).toEqual(truth);
});
