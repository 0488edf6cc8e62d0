// H x W pixels, K classes.

/** Sides of an image in pixels. */
export interface ImageSize {
  readonly height: number;
  readonly width: number;
}

/** The class of every pixel of an image: true ones, or predicted ones. */
export interface LabelMap extends ImageSize {
  /** [H, W] row-major: 0..K - 1, or `NO_CLASS`. */
  readonly labels: Uint8Array;
}

/**
 * What a pixel without a class holds in memory. As a label: unlabelled, "other" or padding, never scored. As a prediction: no class,
 * a miss wherever the pixel is labelled.
 *
 * @example
 * import { NO_CLASS } from '@disalign/segmentation';
 * const padded = new Uint8Array(512 * 512).fill(NO_CLASS);
 */
export const NO_CLASS = 255;
