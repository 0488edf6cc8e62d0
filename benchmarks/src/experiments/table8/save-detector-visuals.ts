import { join } from 'node:path';
import {
  detectionsFromJson,
  findImageFiles,
  imageResults,
  openRegionShards,
  readGroundTruth,
  saveImageVisuals,
  type DetectionTable,
  type GroundTruth,
  type RegionImage,
  type RegionSplit,
  type ResultRecord,
} from '@disalign/detection';
import { picturesFolder, type DetectorArm, type DetectorResult } from './detector-task.js';

/** Where pictures are drawn, and of how many test images. */
export interface DetectorVisualsOptions {
  readonly folder: string;
  /** The first that show a rare category and have a picture. */
  readonly images: number;
}

/**
 * Draws test images, `<folder>/<detector>/<image>.png`: ground truth, detections as the detector came, and those of DisAlign, boxes and
 * masks.
 *
 * @returns the paths of the pictures
 * @throws FileFormatError where there are none of such images
 */
export async function saveDetectorVisuals(
  { task, arms }: Pick<DetectorResult, 'task' | 'arms'>,
  { folder, images: most }: DetectorVisualsOptions,
): Promise<string[]> {
  const file = join(task.annotationsFolder, 'test.json');
  const truth = await readGroundTruth(file, { format: 'lvis', segmentations: true });
  const pictures = join(task.annotationsFolder, picturesFolder);
  const files = await findImageFiles(pictures);
  const imageIds = imagesWithRare(truth)
    .filter((id) => files.has(id))
    .slice(0, most);
  const shown = await imagesOf(await openRegionShards(join(task.regionsFolder, 'test', '*.safetensors')), imageIds);
  const detect = async (name: DetectorArm): Promise<DetectionTable> => {
    const calibrations = arms.flatMap(({ arm, calibration }) => (arm === name ? [calibration] : []));
    const records: ResultRecord[] = [];
    for await (const ofImage of imageResults(shown, truth, { calibrations, background: task.background })) {
      records.push(...ofImage);
    }
    return detectionsFromJson(records, truth);
  };
  const visuals = { truth, before: await detect('baseline'), detections: await detect('DisAlign'), images: pictures };
  return saveImageVisuals(join(folder, task.name), visuals, { imageIds, most });
}

/** By rising id. */
function imagesWithRare({ images, annotations, categories }: GroundTruth): number[] {
  const rare = new Set<number>();
  annotations.categories.forEach((category, row) => {
    if (categories[category].frequency === 'r') rare.add(images.ids[annotations.images[row]]);
  });
  return [...rare].sort((a, b) => a - b);
}

/** The regions of some images; those of the others are not kept. */
async function imagesOf(split: RegionSplit, ids: readonly number[]): Promise<RegionSplit> {
  const found: RegionImage[] = [];
  for (let index = 0; index < split.count && found.length < ids.length; index++) {
    const image = await split.read(index);
    if (ids.includes(image.id)) found.push(image);
  }
  return { count: found.length, read: async (index) => found[index] };
}
