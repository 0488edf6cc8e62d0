import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadGlyphMasters } from '@disalign/classification';
import { ade20kFolder, countPixels } from '@disalign/segmentation';
import { expect, it } from 'vitest';
import { createSceneClasses } from './create-scene-classes.js';
import { createSceneSet } from './create-scene-set.js';
import { writeSceneFolder } from './write-scene-folder.js';

it('writes what ade20kFolder reads: the pixels, the labels, and a table of what was counted', async () => {
  const masters = await loadGlyphMasters();
  const groups = [
    { classes: 2, stuff: 2, region: 'background', diameter: [20, 30] },
    { classes: 3, stuff: 1, region: { halfWidth: 9, halfHeight: 8 }, diameter: [20, 30] },
  ] as const;
  const classes = createSceneClasses({ groups, characters: masters.characters, seed: 0 });
  const set = (scenes: number, seed: number) =>
    createSceneSet({ classes, counts: [2, 1, 2, 1, 2], scenes, masters, fonts: 'train', seed, side: 48 });
  const [training, validation] = [set(3, 1), set(2, 2)];
  const root = await mkdtemp(join(tmpdir(), 'scenes-'));
  const shares: number[] = [];
  await writeSceneFolder(root, {
    classes,
    splits: { training, validation },
    onProgress: (share) => shares.push(share),
  });
  expect(shares).toEqual([0.2, 0.4, 0.6, 0.8, 1]);

  const data = await ade20kFolder({ root, classes: 5, imageEnding: 'png' });
  expect([data.splits.training.count, data.splits.validation.count]).toEqual([3, 2]);
  const { image, labels } = await data.splits.training.read(2);
  const painted = training.paint(2);
  expect(labels.labels).toEqual(painted.labels);
  expect(image.pixels.filter((_, i) => i % 3 === 0)).toEqual(painted.pixels);

  const counts = await countPixels(data.splits.training, { classes: 5 });
  const total = 3 * 48 * 48;
  for (const [k, { name, ratio, trainImages }] of data.classes.entries()) {
    expect(name).toBe(classes[k].name);
    expect(ratio).toBeCloseTo(counts.pixels[k] / total, 4);
    expect(trainImages).toBe(counts.imagesOfClass[k]);
  }
  await rm(root, { recursive: true });
});
