import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '@disalign/core/node';
import { PixelCounts, writeLabelPng } from '@disalign/segmentation';
import type { SceneSet } from './create-scene-set.js';
import { encodeGreyPng } from './encode-grey-png.js';
import { objectInfoText } from './object-info-text.js';
import type { SceneClass } from './scene-class.js';

/** Scenes by the name of their folder. */
export interface SceneFolderSplits {
  readonly training?: SceneSet;
  readonly validation: SceneSet;
}

/** What is written, and who is told how far it is. */
export interface WriteSceneFolderOptions {
  readonly classes: readonly SceneClass[];
  readonly splits: SceneFolderSplits;
  /** Told the share that is done. */
  readonly onProgress?: (share: number) => void;
}

/**
 * Writes painted scenes in the layout of ADE20K: `images/<split>/<name>.png` (grey), `annotations/<split>/<name>.png` (8 bits, 0 is no
 * class) and `objectInfo150.txt`, whose shares of pixels are those of the training scenes that were painted.
 */
export async function writeSceneFolder(
  folder: string,
  { classes, splits, onProgress }: WriteSceneFolderOptions,
): Promise<void> {
  const total = (splits.training?.count ?? 0) + splits.validation.count;
  let done = 0;
  const write = async (split: string, set: SceneSet): Promise<PixelCounts> => {
    const [images, annotations] = ['images', 'annotations'].map((kind) => join(folder, kind, split));
    await Promise.all([images, annotations].map((path) => mkdir(path, { recursive: true })));
    const counts = new PixelCounts(classes.length);
    for (let index = 0; index < set.count; index++) {
      const scene = set.paint(index);
      const name = `scene_${split}_${String(index).padStart(5, '0')}.png`;
      counts.add(scene);
      await Promise.all([
        writeFileAtomically(join(images, name), await encodeGreyPng(scene)),
        writeLabelPng(join(annotations, name), scene),
      ]);
      onProgress?.(++done / total);
    }
    return counts;
  };
  const training = splits.training && (await write('training', splits.training));
  const validation = await write('validation', splits.validation);
  const text = objectInfoText(classes, { training: training ?? validation, validation });
  await writeFileAtomically(join(folder, 'objectInfo150.txt'), new TextEncoder().encode(text));
}
