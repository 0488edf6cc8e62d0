import type { RawImage, Rectangle } from './raw-image.js';
import { resampleTaps, WEIGHT_BITS, type Interpolation, type ResampleTaps } from './resample-taps.js';

/** What is resized, and which part of the result is wanted. */
export interface ResizeRequest {
  /** Part of the image that is resized as if it were the whole. Default: all of it. */
  readonly from?: Rectangle;
  /** Size that `from` is brought to. */
  readonly height: number;
  readonly width: number;
  /** Part of the resized image that is computed. Default: all of it. */
  readonly part?: Rectangle;
  /** Default `bilinear`. */
  readonly interpolation?: Interpolation;
}

/**
 * Resize, with antialiasing byte for byte that of Pillow, which torchvision resizes its images with: each output is a weighted
 * mean under a kernel as wide as the image shrinks, along rows first, then along columns, rounded to bytes in between. Without
 * antialiasing, OpenCV, which rounds once at the end, gives the same bytes or one level beside them.
 *
 * @param image bytes [height, width, channels]
 * @returns bytes of `part`
 */
export function resizeBytes(image: RawImage, { from, height, width, part, interpolation }: ResizeRequest): RawImage {
  const source = from ?? { top: 0, left: 0, height: image.height, width: image.width };
  const wanted = part ?? { top: 0, left: 0, height, width };
  const along = resampleTaps(source.width, width, {
    start: wanted.left,
    end: wanted.left + wanted.width,
    interpolation,
  });
  const across = resampleTaps(source.height, height, {
    start: wanted.top,
    end: wanted.top + wanted.height,
    interpolation,
  });
  return resampleColumns(resampleRows(image, source, along), across);
}

// Added to each sum, so that cutting its fraction off rounds. Positive weights add up to one but for their own rounding, and no sum leaves a
// byte; a cubic overshoots, and is cut.
const HALF = 1 << (WEIGHT_BITS - 1);

/** Each row of `source` on its own: [source.height, taps.count, channels]. */
function resampleRows({ data, width, channels }: RawImage, source: Rectangle, taps: ResampleTaps): RawImage {
  const { count, starts, lengths, weights, most } = taps;
  const resampled = new Uint8ClampedArray(source.height * count * channels);
  for (let row = 0; row < source.height; row++) {
    const rowStart = ((source.top + row) * width + source.left) * channels;
    for (let column = 0; column < count; column++) {
      const target = (row * count + column) * channels;
      for (let channel = 0; channel < channels; channel++) {
        let sum = HALF;
        let at = rowStart + starts[column] * channels + channel;
        for (let tap = column * most, end = tap + lengths[column]; tap < end; tap++, at += channels) {
          sum += data[at] * weights[tap];
        }
        resampled[target + channel] = sum >> WEIGHT_BITS;
      }
    }
  }
  return { height: source.height, width: count, channels, data: new Uint8Array(resampled.buffer) };
}

/** Each column on its own: [taps.count, width, channels]. */
function resampleColumns({ data, width, channels }: RawImage, taps: ResampleTaps): RawImage {
  const { count, starts, lengths, weights, most } = taps;
  const rowLength = width * channels;
  const resampled = new Uint8ClampedArray(count * rowLength);
  for (let row = 0; row < count; row++) {
    const first = starts[row] * rowLength;
    for (let place = 0; place < rowLength; place++) {
      let sum = HALF;
      let at = first + place;
      for (let tap = row * most, end = tap + lengths[row]; tap < end; tap++, at += rowLength) {
        sum += data[at] * weights[tap];
      }
      resampled[row * rowLength + place] = sum >> WEIGHT_BITS;
    }
  }
  return { height: count, width, channels, data: new Uint8Array(resampled.buffer) };
}
