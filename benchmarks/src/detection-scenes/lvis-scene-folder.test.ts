import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from '@disalign/core';
import { readGroundTruth } from '@disalign/detection';
import { expect, it } from 'vitest';
import type { Scene } from '../scenes/scene.js';
import { annotateScenes } from './annotate-scenes.js';
import { readLvisScenes, writeLvisSplit } from './lvis-scene-folder.js';

/** A scene of noise, 12 wide and 10 high, with a sign of 9 x 8. */
function noisyScene(index: number): Scene {
  const random = createRandom(index);
  const mask = Uint8Array.from({ length: 120 }, (_, pixel) => (pixel % 12 < 9 && pixel < 96 ? 1 : 0));
  return {
    ...{ width: 12, height: 10, labels: mask },
    pixels: Uint8Array.from({ length: 120 }, () => random.nextInt(256)),
    signs: [{ label: index, mask, area: 72, box: { x: 0, y: 0, width: 9, height: 8 } }],
  };
}

it('scenes come back from their folder to the byte, and detectors of LVIS can read it', async () => {
  const looks = { names: ['a', 'b'], lookAlikes: [[1], [0]], firstId: 31, seed: 0 };
  const annotated = annotateScenes({ count: 2, paint: noisyScene }, looks);
  const folder = await mkdtemp(join(tmpdir(), 'lvis-scenes-'));
  try {
    await writeLvisSplit(folder, 'test', annotated);
    expect((await readdir(folder, { recursive: true })).sort()).toEqual([
      ...['images', 'images/31.png', 'images/32.png', 'test.json'],
    ]);
    const { json, scenes } = await readLvisScenes(folder, 'test');
    expect(json).toEqual(annotated.json);
    expect(scenes).toEqual(annotated.scenes.map(({ height, width, pixels }) => ({ height, width, pixels })));
    const truth = await readGroundTruth(join(folder, 'test.json'), { format: 'lvis', segmentations: true });
    expect([...truth.annotations.areas]).toEqual([72, 72]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
