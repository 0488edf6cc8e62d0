import type { ImageSize } from '../masks/run-length-mask.js';

// N detections.

/** What a detector says of an image, best first. */
export interface RegionDetections {
  readonly imageId: number;
  readonly size: ImageSize;
  readonly length: number;
  /** [N, 4] corners in pixels of the image. */
  readonly boxes: Float64Array;
  /** [N] */
  readonly scores: Float32Array;
  /** [N] class, from 0 to C - 1. */
  readonly classes: Int32Array;
  /** [N] region of the image that it comes from. */
  readonly regions: Int32Array;
}
