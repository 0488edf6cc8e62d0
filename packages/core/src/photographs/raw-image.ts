/** Side lengths of an image, in pixels. */
export interface ImageSize {
  readonly height: number;
  readonly width: number;
}

/** Side lengths of one image, and its channels (1 grey, 3 red-green-blue). */
export interface ImageShape extends ImageSize {
  readonly channels: number;
}

/** A decoded image: bytes [height, width, channels]. */
export interface RawImage extends ImageShape {
  readonly data: Uint8Array;
}

/** A part of an image, in pixels. */
export interface Rectangle extends ImageSize {
  readonly top: number;
  readonly left: number;
}
