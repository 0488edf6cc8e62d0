import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { identityCalibration, predictClasses, type Calibration } from '@disalign/core';
import {
  calibrateMaps,
  confidenceMap,
  openFeatureMaps,
  resizeBilinear,
  saveVisuals,
  type LabelledFeatureMaps,
  type LabelMap,
} from '@disalign/segmentation';
import { openSplit, type NamedSegmentationDump } from './segmentation-data.js';

/** Which pictures are drawn, and where to. */
export interface TestVisualsOptions {
  readonly folder: string;
  /** The first images of the test split. */
  readonly images: number;
}

/**
 * Draws test images of a dump: image, truth, prediction before and after a calibration, and its confidence, side by side.
 *
 * @returns the paths of the pictures, `<folder>/<dump>-<image>.png`
 */
export async function saveTestVisuals(
  dump: NamedSegmentationDump,
  calibration: Calibration,
  { folder, images }: TestVisualsOptions,
): Promise<string[]> {
  const split = await openSplit(dump, dump.test);
  const maps = await openFeatureMaps(join(dump.folder, 'test'), split);
  await mkdir(folder, { recursive: true });
  const paths: string[] = [];
  for (const [row, name] of split.names.slice(0, images).entries()) {
    const [{ image, labels }, ofImage] = [await split.read(row), await maps.read(row)];
    const path = join(folder, `${dump.name}-${name}.png`);
    await saveVisuals(path, {
      image,
      labels,
      before: predict(ofImage, identityCalibration(dump.classes)),
      after: predict(ofImage, calibration),
      confidence: confidenceMap(ofImage, calibration),
    });
    paths.push(path);
  }
  return paths;
}

function predict(maps: LabelledFeatureMaps, calibration: Calibration): LabelMap {
  const { height, width } = maps.labels;
  const { data, channels } = resizeBilinear(calibrateMaps(maps, calibration), { height, width });
  return { height, width, labels: Uint8Array.from(predictClasses(data, channels)) };
}
