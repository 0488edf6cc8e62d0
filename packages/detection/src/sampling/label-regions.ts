import { backgroundIndex } from '@disalign/core';
import { scaleBox } from '../boxes/fit-boxes.js';
import { matchBoxes } from '../boxes/match-boxes.js';
import type { GroundTruth } from '../data/ground-truth.js';
import {
  checkRegionImage,
  regionColumns,
  type RegionHead,
  type RegionImage,
  type RegionSplit,
} from '../regions/region-image.js';

/** How regions are labelled. */
export interface LabelRegionsOptions extends Pick<RegionHead, 'background'> {
  /** Least IoU with a ground truth. Default 0.5. */
  readonly iou?: number;
}

/**
 * Gives regions the class of the ground truth that they overlap most, or background, as Fast R-CNN does in training. Crowds, and what is
 * to be ignored, are no ground truth here.
 *
 * @param images proposals; to have the ground truth itself among them, the detector must be run on it
 * @param truth whose categories, by rising id, are the classes of the head
 * @returns the same images with labels, worked out as they are read
 * @throws RangeError, when an image is read, if the ground truth does not know it or has another number of categories
 * @example
 * import { groundTruthFromJson, labelRegions, type RegionSplit } from '@disalign/detection';
 * const size = { height: 4, width: 6 };
 * const annotations = [{ id: 1, image_id: 7, category_id: 3, bbox: [1, 1, 2, 2], area: 4, iscrowd: 0 }];
 * const json = { images: [{ id: 7, ...size }], annotations, categories: [{ id: 3, name: 'cat' }] };
 * const heads = [{ rows: 2, features: new Float32Array(0), logits: new Float32Array(4) }];
 * const boxes = Float32Array.of(1, 1, 3, 3, 4, 0, 6, 2);
 * const image = { id: 7, frame: size, size, heads, boxes, deltas: null, masks: null, labels: null };
 * const images: RegionSplit = { count: 1, read: async () => image };
 * const labelled = labelRegions(images, groundTruthFromJson(json, { format: 'coco' }));
 * (await labelled.read(0)).labels; // Int32Array [0, 1]
 */
export function labelRegions(images: RegionSplit, truth: GroundTruth, options: LabelRegionsOptions = {}): RegionSplit {
  const { iou = 0.5, background = 'last' } = options;
  const annotationsOf = annotationsByImage(truth);
  const classes = truth.categories.length;
  const labelOne = (image: RegionImage): RegionImage => {
    checkRegionImage('labelRegions', image);
    const annotations = annotationsOf(image.id);
    const columns = regionColumns(image);
    if (columns !== 0 && columns !== classes + 1) {
      throw new RangeError(
        `labelRegions: image ${image.id} must have ${classes + 1} columns of logits, one a category and the background, got ${columns}`,
      );
    }
    const matches = matchBoxes(image.boxes, cornersOf(truth, annotations, image), iou);
    const first = backgroundIndex(background, classes + 1) === 0 ? 1 : 0;
    const labels = matches.map((match) =>
      match < 0 ? backgroundIndex(background, classes + 1) : truth.annotations.categories[annotations[match]] + first,
    );
    return { ...image, labels };
  };
  return { count: images.count, read: async (index) => labelOne(await images.read(index)) };
}

/** Annotations of an image by its id, without crowds and those to be ignored. */
function annotationsByImage({ images, annotations }: GroundTruth): (id: number) => number[] {
  const byIndex: number[][] = Array.from(images.ids, () => []);
  for (let annotation = 0; annotation < annotations.length; annotation++) {
    if (annotations.crowds[annotation] !== 0 || annotations.ignored[annotation] !== 0) continue;
    byIndex[annotations.images[annotation]].push(annotation);
  }
  const byId = new Map(Array.from(images.ids, (id, index) => [id, byIndex[index]]));
  return (id) => {
    const found = byId.get(id);
    if (found) return found;
    throw new RangeError(`labelRegions: \`truth\` must know every image, got one of id ${id}`);
  };
}

/** Corners in the frame. */
function cornersOf(
  { annotations }: GroundTruth,
  chosen: readonly number[],
  { size, frame }: RegionImage,
): Float64Array {
  return Float64Array.from(
    chosen.flatMap((annotation) => {
      const [x, y, width, height] = annotations.boxes.subarray(4 * annotation, 4 * annotation + 4);
      return [...scaleBox([x, y, x + width, y + height], size, frame)];
    }),
  );
}
