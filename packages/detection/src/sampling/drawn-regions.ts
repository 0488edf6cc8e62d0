import type { RegionImage, RegionSplit } from '../regions/region-image.js';
import { regionDrawing, type RegionDrawing } from './region-drawing.js';
import { takeRows } from './take-rows.js';

/**
 * The same images with no regions but those that `sampleRegions` draws of them: what a fit reads, in files that take no more room than that.
 *
 * @param images with labels: from the detector, or from `labelRegions`
 * @returns the images, whose regions are drawn as they are read
 * @throws RangeError naming the option that breaks a rule; when an image is read, naming it
 * @example
 * import { drawnRegions, type RegionSplit } from '@disalign/detection';
 * const size = { height: 4, width: 6 };
 * const heads = [{ rows: 2, features: Float32Array.of(1, 2), logits: Float32Array.of(3, 0, 0, 1) }];
 * const boxes = Float32Array.of(1, 1, 3, 3, 4, 0, 6, 2);
 * const labels = Int32Array.of(0, 1); // a class, and the background
 * const image = { id: 7, frame: size, size, heads, boxes, deltas: null, masks: null, labels };
 * const images: RegionSplit = { count: 1, read: async () => image };
 * (await drawnRegions(images, { perImage: 1 }).read(0)).labels; // [1]
 */
export function drawnRegions(images: RegionSplit, options: RegionDrawing = {}): RegionSplit {
  const draw = regionDrawing('drawnRegions', options);
  return {
    count: images.count,
    read: async (index) => {
      const image = await images.read(index);
      return withRows(image, draw(image, index).rows);
    },
  };
}

function withRows(image: RegionImage, rows: Int32Array): RegionImage {
  const { heads, boxes, deltas, masks, labels } = image;
  const place = { rows, all: heads[0].rows };
  return {
    ...image,
    heads: heads.map(({ features, logits }) => ({
      rows: rows.length,
      features: takeRows(features, place),
      logits: takeRows(logits, place),
    })),
    boxes: takeRows(boxes, place),
    deltas: deltas && takeRows(deltas, place),
    masks: masks && { ...masks, logits: takeRows(masks.logits, place) },
    labels: labels && takeRows(labels, place),
  };
}
