import { FileFormatError } from '@disalign/core';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DetectionTable } from '../data/detections.js';
import type { GroundTruth } from '../data/ground-truth.js';
import { findImageFiles } from './find-image-files.js';
import { readRgbImage } from './read-rgb-image.js';
import type { RgbImage } from './rgb-image.js';
import { saveVisuals } from './save-visuals.js';
import { annotationRegions, detectionRegions, type DetectionRegionsOptions } from './visual-regions.js';

/** What is drawn. */
export interface ImageVisuals {
  readonly truth: GroundTruth;
  readonly detections: DetectionTable;
  /** Of the detector without its calibration; drawn beside the others. */
  readonly before?: DetectionTable;
  /** Folder of the pictures, named by the ids of their images as those of COCO are: `000000000139.jpg`. */
  readonly images: string;
}

/** Which images are drawn, and which of their detections. */
export interface SaveImageVisualsOptions extends Omit<DetectionRegionsOptions, 'most'> {
  /** Ids of the images to choose from. Default: all that have a ground truth. */
  readonly imageIds?: readonly number[];
  /** So many images at most: the first that have a picture, by rising id. Default 20. */
  readonly most?: number;
}

/**
 * Draws images with their ground truth and their detections side by side, see `drawVisuals`, and writes a PNG for each, `<folder>/<id>.png`.
 *
 * @param folder is made where it is missing
 * @returns the paths of the PNGs
 * @throws FileFormatError where none of the images has a picture, for one that cannot be decoded, or one of another size than its image
 * @example
 * import { readDetections, readGroundTruth, saveImageVisuals } from '@disalign/detection';
 * async function draw(): Promise<void> {
 *   const truth = await readGroundTruth('lvis_v1_val.json', { format: 'lvis', segmentations: true });
 *   const [before, detections] = [await readDetections('raw.json', truth), await readDetections('calibrated.json', truth)];
 *   await saveImageVisuals('drawn', { truth, detections, before, images: 'val2017' }, { most: 10 });
 * }
 */
export async function saveImageVisuals(
  folder: string,
  { truth, detections, before, images }: ImageVisuals,
  { imageIds, most = 20, scoreThreshold }: SaveImageVisualsOptions = {},
): Promise<string[]> {
  const files = await findImageFiles(images);
  const wanted = new Set(imageIds ?? imagesWithTruth(truth));
  const chosen = [...truth.images.ids].filter((id) => wanted.has(id) && files.has(id)).sort((a, b) => a - b);
  if (chosen.length === 0) {
    const expected = `one with pictures named by ids such as ${truth.images.ids[0]}.jpg`;
    throw new FileFormatError({ file: images, field: 'folder', expected, got: 'none' });
  }
  await mkdir(folder, { recursive: true });
  const paths: string[] = [];
  for (const id of chosen.slice(0, most)) {
    const panelOf = (title: string, table: DetectionTable) => ({
      title,
      regions: detectionRegions(truth, table, id, { scoreThreshold }),
    });
    const panels = [
      { title: 'ground truth', regions: annotationRegions(truth, id) },
      ...(before ? [panelOf('before', before), panelOf('after', detections)] : [panelOf('detections', detections)]),
    ];
    const path = join(folder, `${id}.png`);
    await saveVisuals(path, { image: await readPicture(files.get(id) ?? '', truth, id), panels });
    paths.push(path);
  }
  return paths;
}

function imagesWithTruth({ images, annotations }: GroundTruth): number[] {
  return Array.from(new Set(annotations.images), (image) => images.ids[image]);
}

async function readPicture(file: string, { images }: GroundTruth, id: number): Promise<RgbImage> {
  const picture = await readRgbImage(file);
  const index = images.ids.indexOf(id);
  const [height, width] = [images.heights[index], images.widths[index]];
  if (picture.height === height && picture.width === width) return picture;
  throw new FileFormatError({
    file,
    field: 'width x height',
    expected: `${width} x ${height}, as in the annotations`,
    got: `${picture.width} x ${picture.height}`,
  });
}
