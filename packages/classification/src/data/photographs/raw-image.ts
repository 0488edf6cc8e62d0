import type { ImageShape } from '../image-data-set.js';

/** A decoded image: bytes [height, width, channels]. */
export interface RawImage extends ImageShape {
  readonly data: Uint8Array;
}

/** A part of an image, in pixels. */
export interface Rectangle {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}
