import type { Segmentation } from '../masks/segmentation-mask.js';

// N detections.

/** Detections of a results file in its order, column by column. */
export interface DetectionTable {
  /** Where they come from, for errors. */
  readonly file: string;
  readonly length: number;
  /** [N] index of the image in the ground truth */
  readonly images: Int32Array;
  /** [N] index of the category in the ground truth; -1 for one it does not know */
  readonly categories: Int32Array;
  /** [N] */
  readonly scores: Float64Array;
  /** [N, 4] x, y, width, height; NaN where only the mask is known, whose box then is meant. */
  readonly boxes: Float64Array;
  /** [N] of the box, where the first result has one; else pixels of the mask */
  readonly areas: Float64Array;
  /** [N] undefined where the rectangle of the box is meant; undefined altogether where the file was read for its boxes only. */
  readonly segmentations: readonly (Segmentation | undefined)[] | undefined;
}

/** How results are read. */
export interface DetectionOptions {
  /** Whether the masks are read too. Default: as in the ground truth. */
  readonly segmentations?: boolean;
  /**
   * Read the results as if they had no boxes, so that an area is the number of pixels of the mask. Default false: the first result
   * decides, as in the official code.
   */
  readonly ignoreBoxes?: boolean;
}
