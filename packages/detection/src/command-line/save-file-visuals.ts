import { FileFormatError } from '@disalign/core';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DetectionTable } from '../data/detections.js';
import type { GroundTruth } from '../data/ground-truth.js';
import { annotationRegions, detectionRegions } from '../visuals/visual-regions.js';
import { findImageFiles } from '../visuals/find-image-files.js';
import { readRgbImage } from '../visuals/read-rgb-image.js';
import type { RgbImage } from '../visuals/rgb-image.js';
import { saveVisuals } from '../visuals/save-visuals.js';
import { UsageError } from './command-options.js';

/** What is drawn, and where to. */
export interface FileVisuals {
  readonly truth: GroundTruth;
  readonly detections: DetectionTable;
  /** Of the detector without its calibration. */
  readonly before?: DetectionTable;
  /** Folder of the images. */
  readonly images: string;
  /** Where a PNG for each image goes. */
  readonly folder: string;
  /** How many images, at most: the first by id that have a file and a ground truth. */
  readonly most: number;
}

/**
 * Draws images with their ground truth and their detections.
 *
 * @returns paths of the pictures
 * @throws UsageError where no image of the ground truth has a file; FileFormatError for a picture that cannot be decoded, or of another size
 */
export async function saveFileVisuals(visuals: FileVisuals): Promise<string[]> {
  const { truth, detections, before, images, folder, most } = visuals;
  const files = await findImageFiles(images);
  const shown = new Set(truth.annotations.images);
  const chosen = [...truth.images.ids.keys()].filter((image) => shown.has(image) && files.has(truth.images.ids[image]));
  if (chosen.length === 0)
    throw new UsageError(
      `--images must hold files named by ids such as ${truth.images.ids[0]}.jpg, got none in ${images}`,
    );
  await mkdir(folder, { recursive: true });
  const paths: string[] = [];
  for (const index of chosen.slice(0, most)) {
    const id = truth.images.ids[index];
    const panelOf = (title: string, table: DetectionTable) => ({ title, regions: detectionRegions(truth, table, id) });
    const panels = [
      { title: 'ground truth', regions: annotationRegions(truth, id) },
      ...(before ? [panelOf('before', before), panelOf('after', detections)] : [panelOf('detections', detections)]),
    ];
    const path = join(folder, `${id}.png`);
    await saveVisuals(path, { image: await readImage(files.get(id) ?? '', truth, index), panels });
    paths.push(path);
  }
  return paths;
}

async function readImage(file: string, { images }: GroundTruth, index: number): Promise<RgbImage> {
  const image = await readRgbImage(file);
  const [height, width] = [images.heights[index], images.widths[index]];
  if (image.height === height && image.width === width) return image;
  throw new FileFormatError({
    file,
    field: 'width x height',
    expected: `${width} x ${height}, as in the annotations`,
    got: `${image.width} x ${image.height}`,
  });
}
