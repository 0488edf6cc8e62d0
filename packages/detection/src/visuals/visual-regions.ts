import type { Corners } from '../boxes/suppress-overlaps.js';
import type { DetectionTable } from '../data/detections.js';
import type { GroundTruth } from '../data/ground-truth.js';
import { maskBox, type Box } from '../masks/mask-box.js';
import type { ImageSize } from '../masks/run-length-mask.js';
import { segmentationMask, type Segmentation } from '../masks/segmentation-mask.js';
import type { VisualRegion } from './draw-visuals.js';

/** Which detections of an image are drawn. */
export interface DetectionRegionsOptions {
  /** Scores from this on. Default 0.3. */
  readonly scoreThreshold?: number;
  /** The best, at most. Default 20. */
  readonly most?: number;
}

/**
 * The ground truth of an image, to be drawn: boxes, names, and masks where they were read.
 *
 * @throws RangeError for an image that the ground truth does not have
 * @example
 * import { annotationRegions, groundTruthFromJson } from '@disalign/detection';
 * const images = [{ id: 7, height: 4, width: 6 }];
 * const annotations = [{ id: 1, image_id: 7, category_id: 3, bbox: [1, 1, 2, 2], area: 4, iscrowd: 0 }];
 * const truth = groundTruthFromJson({ images, annotations, categories: [{ id: 3, name: 'cat' }] }, { format: 'coco' });
 * annotationRegions(truth, 7); // [{ corners: [1, 1, 3, 3], mask: undefined, category: 0, label: 'cat' }]
 */
export function annotationRegions(truth: GroundTruth, imageId: number): VisualRegion[] {
  const { image, size } = imageOf('annotationRegions', truth, imageId);
  const { annotations, categories } = truth;
  return rowsOf(annotations.images, image).map((row) => ({
    ...shapeOf(boxAt(annotations.boxes, row), annotations.segmentations?.[row], size),
    category: annotations.categories[row],
    label: categories[annotations.categories[row]].name,
  }));
}

/**
 * The best detections of an image, to be drawn, the best of all last: boxes, names with scores, and masks where they were read.
 *
 * @throws RangeError for an image that the ground truth does not have
 * @example
 * import { detectionRegions, detectionsFromJson, groundTruthFromJson } from '@disalign/detection';
 * const images = [{ id: 7, height: 4, width: 6 }];
 * const truth = groundTruthFromJson({ images, annotations: [], categories: [{ id: 3, name: 'cat' }] }, { format: 'coco' });
 * const detections = detectionsFromJson([{ image_id: 7, category_id: 3, bbox: [1, 1, 2, 2], score: 0.9 }], truth);
 * detectionRegions(truth, detections, 7)[0].label; // 'cat 0.90'
 */
export function detectionRegions(
  truth: GroundTruth,
  detections: DetectionTable,
  imageId: number,
  { scoreThreshold = 0.3, most = 20 }: DetectionRegionsOptions = {},
): VisualRegion[] {
  const { image, size } = imageOf('detectionRegions', truth, imageId);
  const { scores, categories, boxes, segmentations } = detections;
  const rows = rowsOf(detections.images, image)
    .filter((row) => categories[row] >= 0 && scores[row] >= scoreThreshold)
    .sort((a, b) => scores[b] - scores[a])
    .slice(0, most)
    .reverse();
  return rows.map((row) => ({
    ...shapeOf(boxAt(boxes, row), segmentations?.[row], size),
    category: categories[row],
    label: `${truth.categories[categories[row]].name} ${scores[row].toFixed(2)}`,
  }));
}

function imageOf(caller: string, { images }: GroundTruth, id: number): { image: number; size: ImageSize } {
  const image = images.ids.indexOf(id);
  if (image >= 0) return { image, size: { height: images.heights[image], width: images.widths[image] } };
  throw new RangeError(`${caller}: \`imageId\` must be an image of the ground truth, got ${id}`);
}

function rowsOf(images: Int32Array, image: number): number[] {
  const rows: number[] = [];
  for (let row = images.indexOf(image); row >= 0; row = images.indexOf(image, row + 1)) rows.push(row);
  return rows;
}

function boxAt(boxes: Float64Array, row: number): Box {
  const [x, y, width, height] = boxes.subarray(4 * row, 4 * row + 4);
  return [x, y, width, height];
}

/** Of a detection without a box the mask has one. */
function shapeOf(box: Box, segmentation: Segmentation | undefined, size: ImageSize) {
  const mask = segmentation && segmentationMask(segmentation, size);
  return { corners: cornersOf(mask && Number.isNaN(box[0]) ? maskBox(mask) : box), mask };
}

function cornersOf([x, y, width, height]: Box): Corners {
  return [x, y, x + width, y + height];
}
